/** A checkpoint folder with its tokenizer, as jobs and the desk open it. */
import { createHash } from 'node:crypto'
import { openCheckpoint, type Checkpoint } from '../../checkpoint/checkpoint.ts'
import {
  fileLimitsBytes,
  readJsonFile,
  readSmallFile,
  readTextFile
} from '../../checkpoint/json-file.ts'
import { hasEntry, openFolder, type Folder } from '../../checkpoint/safe-file.ts'
import { chatTemplateText } from '../../tokenizer/chat-template-text.ts'
import { loadTokenizer } from '../../tokenizer/load-tokenizer.ts'
import type { Tokenizer } from '../../tokenizer/tokenizer.ts'

export interface OpenedModel {
  readonly checkpoint: Checkpoint
  readonly tokenizer: Tokenizer
  /** SHA-256 of tokenizer.json: part of every result's key. */
  readonly tokenizerHash: string
  /** The folder's chat template, null without one. */
  readonly chatTemplate: string | null
}

/** @throws AppError `checkpoint/…` naming what is wrong with the folder */
export async function openModel(folder: string): Promise<OpenedModel> {
  const checkpoint = await openCheckpoint(folder)
  const opened = await openFolder(checkpoint.folder)
  const limit = { limitBytes: fileLimitsBytes.tokenizer }
  const readJson = async (name: string) =>
    (await hasEntry(opened, name)) ? readJsonFile(opened, name, limit) : undefined
  const tokenizer = await loadTokenizer(readJson)
  const bytes = await readSmallFile(opened, 'tokenizer.json', limit)
  return {
    checkpoint,
    tokenizer,
    tokenizerHash: createHash('sha256').update(bytes).digest('hex'),
    chatTemplate: await readChatTemplate(opened, readJson)
  }
}

async function readChatTemplate(
  folder: Folder,
  readJson: (name: string) => Promise<unknown>
): Promise<string | null> {
  if (await hasEntry(folder, 'chat_template.jinja')) {
    return readTextFile(folder, 'chat_template.jinja', { limitBytes: fileLimitsBytes.text })
  }
  return chatTemplateText(await readJson('tokenizer_config.json')) ?? null
}
