// The form on the site. What shows the conversation on a projector is fetched when somebody asks for it, and so is what hands in.

import { start } from "./form/start.js";

start(
  ({ projector }) => import(projector),
  ({ script }) => import(script),
);
