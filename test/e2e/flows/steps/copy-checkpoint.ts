import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../../launch.ts'

/** A copy of one of the bundled checkpoints that a test may change or delete. */
export function copySample(side: 'base' | 'tuned', into: string, name: string = side): string {
  return copyFolder(join(repository, 'resources/sample', side), join(into, name))
}

export function copyGolden(golden: string, into: string, name = golden): string {
  return copyFolder(
    join(repository, 'test/fixtures/goldens', golden, 'checkpoint'),
    join(into, name)
  )
}

function copyFolder(from: string, to: string): string {
  mkdirSync(to, { recursive: true })
  cpSync(from, to, { recursive: true })
  return to
}
