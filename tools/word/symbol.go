package word

import (
	"strings"
	"sync"
)

// dingbats are the characters of the fonts that show a picture in place of a letter, from code 20 on. They follow the mapping of Unicode (L2/11-052 and
// L2/12-368; of Symbol that of its own consortium), but where that gives an arrow, a box or a star that few machines can show, they are the plain one that
// all have. U+FFFD is a code without a picture.
var dingbats = map[string]string{
	"symbol": " !∀#∃%&∍()*+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩ" +
		"ΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}~\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd" +
		"\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|—↵ℵℑℜ℘⊗⊕∅∩" +
		"∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\ufffd〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭\ufffd",
	"wingdings": " 🖉✂✁👓🕭🕮🕯☎✆✉🖃📪📫📬📭🗀🗁🗎🗏🗐🗄⌛🖮🖰🖲💻🖴🖫🖬✇✍🖎✌🖏👍👎☜☞☝☟🖐☺😐☹💣🕱🏳🏱✈☼🌢❄🕆✞🕈" +
		"✠✡☪☯🕉☸♈♉♊♋♌♍♎♏♐♑♒♓🙰🙵●○■☐□❑❒◆◆◆❖⬩⌧⇪⌘🏵🏶🙶🙷▯⓪➀➁➂➃➄➅➆➇➈➉⓿➊➋➌➍" +
		"➎➏➐➑➒➓🙢🙠🙡🙣🙞🙜🙝🙟·•▫○○○◉◎○▪☐✦★★✶✷✹✸⌖⌖✦✧\ufffd✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛↲↳↰↱↰" +
		"↱↲↳🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦←→↑↓←→↑↓←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩⇔⇳↖↗↙↘⇨⇦✗✓☒☑\ufffd",
	"wingdings 2": " 🖊🖋🖌🖍✄✀🕾🕽🗅🗆🗇🗈🗉🗊🗋🗌🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱🖒🖓🖘🖙🖚🖛👈👉🖜🖝🖞🖟🖠🖡👆👇🖢🖣🖑✗✓☒☑☒☒⊗⊗🛇" +
		"⦸🙱🙴🙲🙳‽🙹🙺🙻🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿\ufffd☉○☽☾⸿✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤" +
		"◌🕦🕧🙨🙩⋅•⦁●○○○◎⊙⦿■■◾■☐□□□▣▣▣▣▣▣⬩⬥◇◇◈◈◈◈◈⬪⬧◊◇◖◗◒◓■◆⬟⬟⬣⬢⬢⬣++" +
		"+++++×××××××*****************✦✦✦★★✶✶✶✷✷✸✹✦★✯✶✹✦✦※⁂\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd",
	"wingdings 3": " ←→↑↓↖↗↙↘←→↑↓↖↗↙↘↔↕←→↑↓↯↲↳↰↱↰↱↲↳↩↪↩↪⇄⇅⇤⇥⇇⇉⇈⇊↩↪↩↪↻↺⎋⌤⌃⌥␣⍽" +
		"⇪⇪→→→→→→→→→→→→←→↑↓↖↗↙↘↔↕▲▼△▽◀▶◁▷◣◢◤◥◀▶▲\ufffd▼▲▼◀▶◀▶▲▼←→↑↓←→↑" +
		"↓←→↑↓←→↑↓←→↑↓←→↑↓←→↑↓←→←→←→→←→←→←→←→←→←→↑←→↑↓↓←→↑↓←→↑↓←→" +
		"↑↪↩↷↶↪↩↷↶←→↑↓↖↗↙↘←→↑↓↖↗↙↘←→↑↓↖↗↙↘←→↑↓←→↑↓\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd",
	"webdings": " 🕷🕸🕲🕶🏆🎖🖇💬💬🗰🗱🌶🎗🙾🙼_□🗗◀▶▲▼⏪⏩⏮⏭⏸⏹⏺🗚🗳🛠🏗🏘🏙🏚🏜🏭🏛🏠🏖🏝🛣🔍🏔👁👂🏞🏕🛤🏟🛳🕬🕫🕨" +
		"🔈🎔🎕💬🙽💬💬💬↔✔🚲⬜🛡📦🛱⬛🚑🛈🛩🛰★🕴⬤🛥🚔🗘✗❓🛲🚇🚍⛳⦸⊖🚭🗮|🗯🗲\ufffd🚹🚺🛉🛊🚼👽🏋⛷🏂🏌🏊🏄🏍🏎🚘🗠" +
		"🛢💰🏷💳👪🗡🗢🗣✯🖄🖅🖃🖆🖹🖺🖻🕵🕰🖽🖾📋🗒🗓🕮📚🗞🗟🗃🗂🖼🎭🎜🎘🎙🎧💿🎞📷🎟🎬📽📹📾📻🎚🎛📺💻🖥🖦🖧🕹🎮🕻🕼📟" +
		"🖁🖀🖨🖩🖿🖪🗜🔒🔓🗝📥📤🕳🌣🌤🌥🌦☁🌨🌧🌩🌪🌬🌫🌜🌡🛋🛏🍽🍸🛎🛍Ⓟ♿🛆🖈🎓🗤🗥🗦🗧🛪🐿🐦🐟🐕🐈🙬🙮🙭🙯🗺🌍🌏🌎🕊",
}

var signFonts = sync.OnceValue(func() map[string][]rune {
	all := map[string][]rune{}
	for font, text := range dingbats {
		all[font] = []rune(text)
	}
	return all
})

// unknownSign stands for a character of a font that is not known here.
const unknownSign = '\ufffd'

// Word keeps a character of a font with pictures in this private part of Unicode, at its code plus F000.
const (
	privateFirst = 0xf000
	privateLast  = 0xf0ff
)

// sign returns the character that a font shows for a code, and whether it is known. A font with letters shows the code itself.
func sign(font string, code rune) (rune, bool) {
	table := signFonts()[strings.ToLower(strings.TrimSpace(font))]
	private := code >= privateFirst && code <= privateLast
	if private {
		code -= privateFirst
	}
	switch {
	case private && (table == nil || code < ' '), code >= 0xe000 && code <= 0xf8ff:
		return unknownSign, false
	case table == nil || code < ' ' || code > 0xff:
		return code, true
	}
	found := table[code-' ']
	return found, found != unknownSign
}

// signs returns a text as its font shows it, and how many characters of it are not known.
func signs(font, text string) (shown string, unknown int) {
	shown = strings.Map(func(r rune) rune {
		found, ok := sign(font, r)
		if !ok {
			unknown++
		}
		return found
	}, text)
	return shown, unknown
}
