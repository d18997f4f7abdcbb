// The form as one file: all of it is here.

import { start } from "./form/start.js";
import * as projector from "./projector.js";

start(async () => projector);
