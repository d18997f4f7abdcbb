package engine

import "github.com/chromedp/chromedp/kb"

// code are the keys without a sign, by the way in which chromedp writes them, as WebDriver does.
var code = map[string]rune{
	kb.Backspace: '\uE003', kb.Tab: '\uE004', kb.Enter: '\uE007', "\n": '\uE007', kb.Escape: '\uE00C', kb.PageUp: '\uE00E', kb.PageDown: '\uE00F',
	kb.End: '\uE010', kb.Home: '\uE011', kb.ArrowLeft: '\uE012', kb.ArrowUp: '\uE013', kb.ArrowRight: '\uE014', kb.ArrowDown: '\uE015', kb.Delete: '\uE017',
}

// An action is one thing that a device does, as WebDriver says it.
type action map[string]any

// keyActions are the actions that press keys.
func keyActions(keys string) []action {
	var all []action
	for _, sign := range keys {
		if known, ok := code[string(sign)]; ok {
			sign = known
		}
		all = append(all, action{"type": "keyDown", "value": string(sign)}, action{"type": "keyUp", "value": string(sign)})
	}
	return []action{{"type": "key", "id": "keys", "actions": all}}
}

// reach is an expression that waits until an element is in sight and at rest, and puts it in the middle of the screen. It gives false where there is none yet.
func reach(selector string) string {
	return `(async (element) => {
		if (!element?.checkVisibility({visibilityProperty: true})) return false;
		element.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
		const place = () => JSON.stringify(element.getBoundingClientRect());
		const before = place();
		await new Promise((done) => setTimeout(done, 20));
		return place() === before;
	})(document.querySelector(` + literal(selector) + `))`
}
