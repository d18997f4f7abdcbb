// Takes the file of a dilemma apart: its front matter, and the story below it.

import { refuseHidden, Unreadable } from "./yaml.js";

/** @param {string} line */
const isDashes = (line) => /^---[ \t]*$/.test(line);

/**
 * Takes a text apart. front are the lines of the front matter to read, without the carriage returns of Windows, and lines the same as they are written;
 * open and close are the lines of dashes, rest those below as they are written, and story the same as it is read. Throws Unreadable.
 * @param {string} text
 */
export function apart(text) {
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  const raw = text.slice(mark.length).split("\n");
  const read = raw.map((line) => line.replace(/\r$/, ""));
  // A file of Windows: its lines are written without their carriage return, and all get it back. Where only some lines have one, these keep it.
  const returns = raw.length > 1 && raw.slice(0, -1).every((line) => line.endsWith("\r"));
  const written = returns ? [...read.slice(0, -1), raw[raw.length - 1]] : raw;
  if (!isDashes(read[0])) throw new Unreadable(1, "front");
  const close = read.findIndex((line, i) => i > 0 && isDashes(line));
  if (close < 0) throw new Unreadable(1, "open");
  read.forEach((line, i) => i > close && refuseHidden(line, i + 1, /[\x00-\x08\x0b-\x1f\x7f]/));
  return {
    mark,
    returns,
    open: written[0],
    front: read.slice(1, close),
    lines: written.slice(1, close),
    close: written[close],
    rest: written.slice(close + 1),
    story: read.slice(close + 1).join("\n"),
  };
}
