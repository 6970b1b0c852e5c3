/** Opens a safetensors file: https://github.com/huggingface/safetensors, format of version 0.7. */
import { AppError } from '../errors.ts'
import type { FileIdentity } from './file-identity.ts'
import { openInFolder, type Folder, type SafeFile } from './safe-file.ts'
import { parseHeader, planHeader, prefixBytes, type TensorEntry } from './safetensors-header.ts'

/** A tensor and the file that holds its bytes, row-major, little-endian. */
export interface TensorInfo extends TensorEntry {
  readonly file: FileIdentity
}

export interface SafetensorsFile {
  readonly file: FileIdentity
  readonly metadata: ReadonlyMap<string, string>
  readonly tensors: readonly TensorInfo[]
  readonly warnings: readonly string[]
}

/**
 * Reads the header of a file in `folder`; no tensor's bytes are read.
 *
 * @throws AppError `checkpoint/unreadable`, `checkpoint/malformed`, `checkpoint/unsupported` (dtype)
 */
export async function readSafetensors(folder: Folder, name: string): Promise<SafetensorsFile> {
  const source = await openInFolder(folder, name)
  try {
    return await readOpened(source)
  } finally {
    await source.close()
  }
}

async function readOpened(source: SafeFile): Promise<SafetensorsFile> {
  const { identity: file, warnings } = source
  if (file.sizeBytes < prefixBytes) {
    throw new AppError(
      'checkpoint/malformed',
      `${file.name}: ${file.sizeBytes} bytes, expected at least ${prefixBytes}`,
      { file: file.name, offsetBytes: 0, hint: 'The file is cut short; copy or download it again.' }
    )
  }
  const lengthBytes = planHeader(await source.read(0, prefixBytes), file)
  const header = parseHeader(await source.read(prefixBytes, lengthBytes), file)
  const tensors = header.tensors.map((entry) => ({ ...entry, file }))
  return { file, metadata: header.metadata, tensors, warnings }
}
