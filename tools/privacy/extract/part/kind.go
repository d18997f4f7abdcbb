package part

// Kind is what a step of a Place is. The message catalogue has a sentence for each, under "place/" and the kind; only a
// File is shown by its name alone.
type Kind string

// Files in files.
const (
	File           Kind = "file" // a member of an archive or document; Name is its name
	FileName       Kind = "file-name"
	FileNames      Kind = "file-names"
	FileOwner      Kind = "file-owner" // the user that owned the members of a tar file
	FileGroup      Kind = "file-group"
	ArchivedName   Kind = "archived-name" // the name that a gzip file gives to its content
	ArchiveComment Kind = "archive-comment"
	MemberComment  Kind = "member-comment" // Name is the member
	Attachment     Kind = "attachment"
	AttachmentName Kind = "attachment-name"
	AttachmentNote Kind = "attachment-note"
)

// Images.
const (
	Image        Kind = "image"
	ImageName    Kind = "image-name"
	ImageComment Kind = "image-comment"
	ImageText    Kind = "image-text"
	AltText      Kind = "alt-text"
	GPSPosition  Kind = "gps-position" // the text is "latitude, longitude" in decimal degrees
	GPSArea      Kind = "gps-area"
	EXIF         Kind = "exif" // Name is the name of the tag, as in the standard
	IPTC         Kind = "iptc"
	XMP          Kind = "xmp"
	PNG          Kind = "png" // Name is the keyword of a text chunk
)

// Properties of a document.
const (
	Property              Kind = "property" // one without a sentence of its own; Name is its name
	PropertyAuthor        Kind = "property-author"
	PropertyLastEditor    Kind = "property-last-editor"
	PropertyFirstAuthor   Kind = "property-first-author"
	PropertyPrintedBy     Kind = "property-printed-by"
	PropertyContributor   Kind = "property-contributor"
	PropertyPublisher     Kind = "property-publisher"
	PropertyManager       Kind = "property-manager"
	PropertyCompany       Kind = "property-company"
	PropertyProgram       Kind = "property-program"
	PropertyTitle         Kind = "property-title"
	PropertySubject       Kind = "property-subject"
	PropertyKeywords      Kind = "property-keywords"
	PropertyDescription   Kind = "property-description"
	PropertyCategory      Kind = "property-category"
	PropertyStatus        Kind = "property-status"
	PropertyIdentifier    Kind = "property-identifier"
	PropertyRights        Kind = "property-rights"
	PropertySource        Kind = "property-source"
	PropertyTemplate      Kind = "property-template"
	PropertyLinkBase      Kind = "property-link-base"
	PropertyTitlesOfParts Kind = "property-titles-of-parts"
	DocumentFolder        Kind = "document-folder"
	DocumentVariable      Kind = "document-variable"
	DocumentPerson        Kind = "document-person"
	DocumentUser          Kind = "document-user"
	AttachedData          Kind = "attached-data" // XML of an organisation's own in an Office document
	Author                Kind = "author"
	Signer                Kind = "signer"
	SignerContact         Kind = "signer-contact"
	SigningPlace          Kind = "signing-place"
	SigningReason         Kind = "signing-reason"
)

// The text of a document.
const (
	Page           Kind = "page" // Name is the number, from 1
	HiddenPage     Kind = "hidden-page"
	EarlierVersion Kind = "earlier-version"
	Slide          Kind = "slide" // Name is the number in the name of its file
	SlideNotes     Kind = "slide-notes"
	Notes          Kind = "notes" // of a slide without a number
	SlideMaster    Kind = "slide-master"
	Sheet          Kind = "sheet" // Name is the number in the name of its file
	SheetName      Kind = "sheet-name"
	Header         Kind = "header"
	Footer         Kind = "footer"
	Footnote       Kind = "footnote"
	Endnote        Kind = "endnote"
	Chart          Kind = "chart"
	Diagram        Kind = "diagram"
	Drawing        Kind = "drawing"
	Formula        Kind = "formula" // of a cell, or its value
	DeletedText    Kind = "deleted-text"
	ChangeAuthor   Kind = "change-author"
	Comment        Kind = "comment"
	CommentAuthor  Kind = "comment-author"
	CommentSubject Kind = "comment-subject"
	Link           Kind = "link"
	LinkTip        Kind = "link-tip"
	Bookmark       Kind = "bookmark"
)

// Forms.
const (
	Form         Kind = "form"
	Field        Kind = "field"
	FieldDefault Kind = "field-default"
	FieldName    Kind = "field-name"
	FieldHelp    Kind = "field-help"
	Dropdown     Kind = "dropdown"
	InputPrompt  Kind = "input-prompt"
)
