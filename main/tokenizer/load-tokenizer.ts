import { AppError } from '../errors.ts'
import { createTokenizer, type Tokenizer } from './tokenizer.ts'

/**
 * Reads a JSON file of the checkpoint's folder by name, with the size caps of trust.md PAR-08;
 * undefined when there is no such file.
 */
export type ReadJson = (name: string) => Promise<unknown>

/**
 * The tokenizer of a checkpoint folder.
 *
 * @throws AppError checkpoint/unreadable without tokenizer.json, else as `createTokenizer`
 */
export async function loadTokenizer(readJson: ReadJson): Promise<Tokenizer> {
  const json = await readJson('tokenizer.json')
  if (json === undefined) {
    throw new AppError(
      'checkpoint/unreadable',
      'tokenizer.json: missing, expected it in the folder',
      {
        file: 'tokenizer.json',
        hint: 'Download the whole folder; a lone tokenizer.model is not read.'
      }
    )
  }
  return createTokenizer(json, await readJson('tokenizer_config.json'))
}
