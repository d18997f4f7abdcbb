// The form on the site. What shows the conversation on a projector is fetched when somebody asks for it.

import { start } from "./form/start.js";

start(({ projector }) => import(projector));
