import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from './errors.ts'

/**
 * A file that ships with the program, by its path below `resources/`. In a checkout and in its build that
 * folder lies above this file; a packaged program has its content beside the archive (electron-builder.yml,
 * `extraResources`).
 *
 * @throws AppError `internal` when it is not there: the installation is incomplete
 */
export function resourceFile(path: string, from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = [join(folder, 'resources', path), join(folder, path)].find((file) =>
      existsSync(file)
    )
    if (found !== undefined) return found
    if (dirname(folder) === folder) break
  }
  throw new AppError(
    'internal',
    `${path}: not found beside the program, expected it in resources`,
    {
      hint: 'Install Shiftlens again.'
    }
  )
}
