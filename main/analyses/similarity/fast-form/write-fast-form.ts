import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { RowCounts } from '../vector-file/row-sink.ts'
import { endMark, formPath, startMark, temporaryEnding, type FastFormAbout } from './layout.ts'

export interface FastFormLimits {
  /** Of the whole form: the disk is the user's. */
  readonly sizeBytes: number
  /** Of words and checks, which stay in memory until the end. */
  readonly indexBytes: number
}

/**
 * Writes a fast form while the rows pass by: complete or absent, whatever happens. A failure to write is
 * told once and ends the writing, never the analysis.
 */
export class FastFormWriter {
  readonly #path: string
  readonly #temporary: string
  readonly #limits: FastFormLimits
  readonly #onProblem: (problem: string) => void
  #file: FileHandle | null
  #rows: Buffer[] = []
  #words: string[] = []
  #checks: number[] = []
  readonly #wordBlocks: Buffer[] = []
  readonly #checkBlocks: Buffer[] = []
  #nRows = 0
  #sizeBytes = startMark.length
  #indexBytes = 0

  private constructor(
    path: string,
    temporary: string,
    file: FileHandle | null,
    limits: FastFormLimits,
    onProblem: (problem: string) => void
  ) {
    this.#path = path
    this.#temporary = temporary
    this.#file = file
    this.#limits = limits
    this.#onProblem = onProblem
  }

  /** Makes the folder when it is missing. Two writers of one form do not meet: the later one stays. */
  static async open(
    folder: string,
    source: string,
    limits: FastFormLimits,
    onProblem: (problem: string) => void
  ): Promise<FastFormWriter> {
    const path = formPath(folder, source)
    const temporary = `${path}.${randomBytes(6).toString('hex')}${temporaryEnding}`
    let file: FileHandle | null = null
    try {
      await mkdir(folder, { recursive: true })
      file = await open(temporary, 'wx', 0o600)
    } catch (thrown) {
      onProblem(reasonOf(thrown))
    }
    const writer = new FastFormWriter(path, temporary, file, limits, onProblem)
    await writer.#attempt((own) => own.writeFile(startMark))
    return writer
  }

  /** A row that a list can find; written with the next `flush`. */
  add(word: string, vector: Float32Array): void {
    if (this.#file === null) return
    const bytes = Buffer.from(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength))
    this.#rows.push(bytes)
    this.#words.push(word)
    this.#checks.push(crc32(bytes))
  }

  async flush(): Promise<void> {
    if (this.#file === null || this.#rows.length === 0) return
    const rows = Buffer.concat(this.#rows)
    const words = Buffer.from(this.#words.map((word) => `${word}\n`).join(''))
    const checks = Buffer.from(Uint32Array.from(this.#checks).buffer)
    this.#nRows += this.#rows.length
    this.#sizeBytes += rows.length + words.length + checks.length
    this.#indexBytes += words.length + checks.length
    this.#rows = []
    this.#words = []
    this.#checks = []
    if (this.#sizeBytes > this.#limits.sizeBytes || this.#indexBytes > this.#limits.indexBytes) {
      await this.abandon(`larger than ${this.#limits.sizeBytes} bytes`)
      return
    }
    this.#wordBlocks.push(words)
    this.#checkBlocks.push(checks)
    await this.#attempt((file) => file.writeFile(rows))
  }

  /** The form is there for others from here on. */
  async finish(source: string, nDimensions: number, counts: RowCounts): Promise<void> {
    await this.flush()
    const words = Buffer.concat(this.#wordBlocks)
    const about: FastFormAbout = {
      source,
      nDimensions,
      nRows: this.#nRows,
      wordBytes: words.length,
      counts
    }
    const text = Buffer.from(JSON.stringify(about))
    const index = Buffer.concat([...this.#checkBlocks, words, text])
    const length = Buffer.alloc(4)
    length.writeUInt32LE(text.length)
    const sha256 = createHash('sha256').update(index).digest()
    await this.#attempt(async (file) => {
      await file.writeFile(Buffer.concat([index, length, sha256, endMark]))
      await file.sync()
      await file.close()
      await rename(this.#temporary, this.#path)
      this.#file = null
    })
  }

  /** Leaves nothing behind. @param problem  told when there is one */
  async abandon(problem?: string): Promise<void> {
    if (this.#file === null) return
    const file = this.#file
    this.#file = null
    if (problem !== undefined) this.#onProblem(problem)
    // It may be closed already, and what cannot be removed is removed by a later run.
    await file.close().catch(() => undefined)
    await rm(this.#temporary, { force: true }).catch(() => undefined)
  }

  async #attempt(write: (file: FileHandle) => Promise<void>): Promise<void> {
    if (this.#file === null) return
    try {
      await write(this.#file)
    } catch (thrown) {
      await this.abandon(reasonOf(thrown))
    }
  }
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
