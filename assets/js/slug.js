/** Letters that Unicode does not take apart into a plain letter and a mark. */
/** @type {Record<string, string>} */
const letters = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
/** @type {Record<string, string>} */
const apart = { "&": "en", "€": "euro" };
const maxSlug = 80;

/**
 * The slug of a title, as casebook.Slug makes it; a test holds the two together.
 * @param {string} title
 */
export function slugOf(title) {
  let slug = "";
  for (const sign of title.toLowerCase().normalize("NFKD")) {
    if (/[a-z0-9]/.test(sign)) slug += sign;
    else if (apart[sign]) slug += `-${apart[sign]}-`;
    else if (letters[sign]) slug += letters[sign];
    else if (!/[\p{Mn}'’‘\u00ad\u200b]/u.test(sign)) slug += "-";
  }
  slug = slug.replace(/-+/g, "-").replace(/^-|-$/g, "");
  if (slug.length <= maxSlug) return slug;
  const cut = slug.slice(0, maxSlug);
  return cut.slice(0, cut.lastIndexOf("-") > 0 ? cut.lastIndexOf("-") : maxSlug);
}
