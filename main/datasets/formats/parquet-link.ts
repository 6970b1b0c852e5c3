import { Worker } from 'node:worker_threads'
import type { FileIdentity } from '../../checkpoint/file-identity.ts'
import { threadProgram } from '../../thread-program.ts'
import type { ParquetReply } from './parquet-reply.ts'

/** For the thread to load, which the file has no part in. */
const startupMs = 20_000

/** A thread that decodes one Parquet file, within time and memory that go by the file's size. */
export class ParquetLink {
  readonly #worker: Worker
  readonly #pieceMs: number
  /** Of the answer that is awaited. */
  #settle: { resolve(reply: ParquetReply): void; reject(cause: Error): void } | null = null
  #stopped: Error | null = null

  constructor(identity: FileIdentity) {
    const sizeMb = Math.ceil(identity.sizeBytes / 2 ** 20)
    this.#pieceMs = 5_000 + 500 * sizeMb
    this.#worker = new Worker(threadProgram(import.meta.url, 'parquet-thread'), {
      workerData: identity,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: Math.min(256 + 24 * sizeMb, 4_096) }
    })
    this.#worker.on('message', (reply: ParquetReply) => this.#settle?.resolve(reply))
    this.#worker.on('error', (cause) => this.#stop(cause))
    this.#worker.on('exit', (code) => this.#stop(new Error(`its thread ended with code ${code}`)))
  }

  /** Until the thread has loaded; rejects when it cannot. */
  ready(): Promise<ParquetReply> {
    return this.#await(startupMs)
  }

  /** The next piece; rejects when the thread dies over it or takes too long. */
  next(): Promise<ParquetReply> {
    const reply = this.#await(this.#pieceMs)
    this.#worker.postMessage('next')
    return reply
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #await(limitMs: number): Promise<ParquetReply> {
    let timer: NodeJS.Timeout | undefined
    return new Promise<ParquetReply>((resolve, reject) => {
      this.#settle = { resolve, reject }
      if (this.#stopped !== null) reject(this.#stopped)
      timer = setTimeout(() => reject(new Error(`still reading after ${limitMs} ms`)), limitMs)
    }).finally(() => clearTimeout(timer))
  }

  #stop(cause: Error): void {
    this.#stopped ??= cause
    this.#settle?.reject(cause)
  }
}
