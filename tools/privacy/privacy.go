// Package privacy is the root of a library that finds personal data: detect searches a text, extract returns the texts in a file
// of any kind, notation turns YAML and JSON into what their readers see, allowlist keeps what may stand, and mask hides values in what people read. It depends on no other package of this
// module, so that others can use it; sentences for users and the workings of a casebook stand elsewhere.
package privacy
