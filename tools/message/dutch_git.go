//go:build !js

package message

// dutchGit holds the sentences on repositories of Git that are not whole, not to be read, or not to be trusted.
var dutchGit = map[string]string{
	"fail/repository":     "deze map ligt niet in een Git-repository",
	"fail/repository.tip": "ga met cd naar de map die je met git clone hebt opgehaald",

	"fail/form-sha256":     "{command} kan deze repository niet lezen: Git bewaart haar met SHA-256 (extensions.objectFormat), en dilemma kent alleen SHA-1",
	"fail/form-sha256.tip": "new, check en build werken hier wel. Staat de verzameling al op een server? haal haar daar op met git clone. Begin je pas? maak de repository opnieuw met git init --object-format=sha1",
	"fail/form":            "{command} kan deze repository niet lezen: zij heeft de instelling {setting}={value}, en die kent dilemma niet",
	"fail/form.tip":        "new, check en build werken hier wel. Haal de verzameling op in een andere map, met git clone en zonder die instelling, of kijk of er een nieuwere dilemma is",
	"form/trust.tip":       "dilemma kan nu niet zien of de tak die je bekijkt van iemand anders is. Weet je dat je de bestanden vertrouwt? voeg --trust toe",

	"fail/shallow":       "Van deze repository is maar een deel van de geschiedenis opgehaald.",
	"fail/shallow.tip":   "Haal alles op met: git fetch --unshallow",
	"fail/partial":       "Van deze repository zijn niet alle bestanden opgehaald: zij is gekloond met --filter.",
	"fail/partial.tip":   "Haal alles op, met deze twee opdrachten: git config --unset-all remote.{remote}.partialclonefilter en dan: git fetch --refetch {remote}. Kent jouw Git --refetch niet (ouder dan 2.36)? Kloon dan opnieuw, zonder --filter.",
	"fail/missing":       "In deze repository ontbreekt een deel van de geschiedenis.",
	"fail/missing.tip":   "Kijk met git fsck wat er ontbreekt, en haal het op met: git fetch --refetch {remote}. Helpt dat niet? Kloon de repository dan opnieuw.",
	"fail/base":          "er is geen gezamenlijk begin met {revision} te vinden",
	"fail/base.tip":      "die twee hebben niets gemeen: noem een andere tak, of maak je tak opnieuw vanaf {revision}",
	"fail/base-shallow":  "er is geen gezamenlijk begin met {revision} te vinden: van deze repository is maar een deel van de geschiedenis opgehaald",
	"fail/revision":      "de versie {revision} bestaat niet",
	"fail/revision.tip":  "noem een tak, een tag of de hash van een commit",
	"fail/tracking":      "de versie {revision} is hier niet",
	"fail/tracking.tip":  "haal haar op met: git fetch {remote} {branch}:refs/remotes/{remote}/{branch}",
	"fail/unpublished":   "de gepubliceerde tak is hier niet: {remote}/{branch} niet, en {branch} ook niet",
	"versions/cut":       "De versies van de dilemma's en de dagen van wijziging staan niet op de site. {why} {tip}",
	"versions/form":      "De versies van de dilemma's en de dagen van wijziging staan niet op de site: {why}",
	"list/form":          "{why}; hoe ver een dilemma is, volgt nu alleen uit het bestand",
	"doctor/form":        "dilemma kan deze repository niet lezen: zij heeft de instelling {setting}={value}",
	"doctor/form.tip":    "haal de verzameling op in een andere map met git clone, of begin opnieuw met git init --object-format=sha1; new, check en build werken hier wel",
	"doctor/foreign":     "deze repository is van een andere gebruiker van deze computer; Git doet hier niets, en dilemma dient hier niets in",
	"doctor/foreign.tip": "vertrouw je haar? voer uit: git config --global --add safe.directory {dir}",
}
