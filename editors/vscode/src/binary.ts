/** Where the program `toego` is looked for. Knows nothing of VS Code. */

import { accessSync, constants, statSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** What matters of the machine. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export const thisMachine = (): Machine => ({ platform: process.platform, home: os.homedir(), env: process.env });

/**
 * The absolute path of `toego`, if it is there.
 *
 * Whoever names one (`asked`) gets that one or none. Otherwise the one the writer has installed comes before the one
 * in the extension: the editor then says what the command line says.
 */
export function find(asked: string, extension: string, machine: Machine = thisMachine()): string | undefined {
  if (asked !== '') {
    const named = atHome(asked, machine);
    return path.isAbsolute(named) && isProgram(named, machine) ? named : undefined;
  }
  const name = machine.platform === 'win32' ? 'toego.exe' : 'toego';
  return [...installed(machine), path.join(extension, 'server')]
    .map((folder) => path.join(folder, name))
    .find((file) => isProgram(file, machine));
}

/** Folders in which programs lie that a person has installed. */
function installed({ platform, home, env }: Machine): string[] {
  const separator = platform === 'win32' ? ';' : ':';
  const variable = platform === 'win32' ? (env.Path ?? env.PATH) : env.PATH;
  // A folder that depends on where one stands could lie in the blog: what is in there is not run.
  const named = (variable ?? '').split(separator).filter((folder) => path.isAbsolute(folder));
  // An editor started from the desktop may not have these in its PATH.
  const cargo = env.CARGO_HOME ?? path.join(home, '.cargo');
  return [...named, path.join(cargo, 'bin'), path.join(home, '.local', 'bin')];
}

function atHome(file: string, { home }: Machine): string {
  return /^~[/\\]/.test(file) ? path.join(home, file.slice(2)) : file;
}

function isProgram(file: string, { platform }: Machine): boolean {
  try {
    // Windows knows programs by their names.
    accessSync(file, platform === 'win32' ? constants.F_OK : constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
