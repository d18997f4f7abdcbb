// The form on the site. What shows the conversation on a projector is fetched when somebody asks for it, and so is what hands in.

import { openPublished } from "./form/published.js";
import { start } from "./form/start.js";
import { followTicks } from "./handin/ticks.js";

start(({ projector }) => import(projector), { followTicks, openPublished, handingOf: ({ script }) => import(script) });
