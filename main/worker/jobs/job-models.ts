import { createHash } from 'node:crypto'
import type { Role } from '../../../preload/data.ts'
import { assertUnchanged } from '../../checkpoint/file-identity.ts'
import {
  assertFinite,
  digestConfig,
  fingerprintCheckpoint,
  identityKey,
  type Fingerprint
} from '../../checkpoint/fingerprint.ts'
import { AppError } from '../../errors.ts'
import type { UnitContext } from '../job.ts'
import { openModel, type OpenedModel } from './open-model.ts'
import { rolesOf } from './roles-of.ts'

/** What a run knows its models by. */
export interface ModelFingerprint {
  readonly name: string
  readonly sha256: string
  readonly configHash: string
  readonly tokenizerHash: string
  /** The very files: path, size, time and inode. */
  readonly identity: string
}

export interface PromptFingerprint extends ModelFingerprint {
  readonly templateHash: string
}

/** The folders of a pair as one job opens them: each once, and after a resume the same files only. */
export class JobModels {
  readonly #folders: Readonly<Record<Role, string | null>>
  readonly #opened = new Map<Role, OpenedModel>()

  constructor({ base, tuned }: Readonly<Record<Role, string | null>>) {
    this.#folders = { base, tuned }
  }

  /** Base first. */
  get roles(): readonly Role[] {
    return rolesOf(this.#folders)
  }

  /**
   * @param known  the fingerprint that the run began with, once there is one
   * @throws AppError `checkpoint/changed` when the files are others by now
   */
  async open(role: Role, known: Pick<ModelFingerprint, 'identity'> | null): Promise<OpenedModel> {
    const open = this.#opened.get(role)
    if (open) return open
    const folder = this.#folders[role]
    if (folder === null) throw new AppError('internal', `there is no ${role} model in this job`)
    const opened = await openModel(folder)
    if (known !== null && identityKey(opened.checkpoint.files) !== known.identity) {
      throw new AppError(
        'checkpoint/changed',
        `${opened.checkpoint.name}: its weight files are not those that the run began with`,
        { hint: 'Discard this run and start a new one.' }
      )
    }
    this.#opened.set(role, opened)
    return opened
  }

  /**
   * Reads the weights once, or none of them where the store remembers these files.
   *
   * @throws AppError `checkpoint/malformed` for NaN or infinite weights
   */
  async fingerprint(role: Role, context: UnitContext): Promise<ModelFingerprint> {
    const { checkpoint, tokenizerHash } = await this.open(role, null)
    const fingerprint = await fingerprintCheckpoint(checkpoint, {
      signal: context.signal,
      onProgress: context.report,
      memory: {
        // What the store remembers is what `set` gave it.
        get: async (key) => parseFingerprint(await context.lookUpFingerprint(key)),
        set: (key, value) => context.rememberFingerprint(key, JSON.stringify(value))
      }
    })
    assertFinite(fingerprint)
    return {
      name: checkpoint.name,
      sha256: fingerprint.sha256,
      configHash: digestConfig(checkpoint.config),
      tokenizerHash,
      identity: identityKey(checkpoint.files)
    }
  }

  /** With the chat template, for runs on prompts. @throws as `fingerprint` */
  async promptFingerprint(role: Role, context: UnitContext): Promise<PromptFingerprint> {
    const fingerprint = await this.fingerprint(role, context)
    const { chatTemplate } = await this.open(role, null)
    const templateHash = createHash('sha256')
      .update(chatTemplate ?? '')
      .digest('hex')
    return { ...fingerprint, templateHash }
  }

  /** @throws AppError `checkpoint/changed` when a file was written to since it was opened */
  async verify(known: (role: Role) => ModelFingerprint): Promise<void> {
    for (const role of this.roles) {
      const { checkpoint } = await this.open(role, known(role))
      for (const file of checkpoint.files) await assertUnchanged(file)
    }
  }
}

function parseFingerprint(text: string | null): Fingerprint | undefined {
  return text === null ? undefined : (JSON.parse(text) as Fingerprint)
}
