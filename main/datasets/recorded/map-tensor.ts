/** Maps as safetensors hold them: floats, and whole numbers of the kinds that NumPy and PyTorch write. */
import type { Dtype } from '../../checkpoint/dtypes.ts'
import { isWeightDtype } from '../../checkpoint/dtypes.ts'
import { readTensor, withFile } from '../../checkpoint/read-tensor.ts'
import type { TensorInfo } from '../../checkpoint/safetensors.ts'

type Numbers = (bytes: Uint8Array<ArrayBuffer>) => ArrayLike<number>

/** Of an own buffer that starts aligned. */
const decoders: Readonly<Partial<Record<Dtype, Numbers>>> = {
  U8: (bytes) => bytes,
  I8: ({ buffer }) => new Int8Array(buffer),
  I16: ({ buffer }) => new Int16Array(buffer),
  I32: ({ buffer }) => new Int32Array(buffer),
  I64: ({ buffer }) => Array.from(new BigInt64Array(buffer), Number),
  F64: ({ buffer }) => new Float64Array(buffer)
}

export function isMapDtype(dtype: Dtype): boolean {
  return isWeightDtype(dtype) || decoders[dtype] !== undefined
}

/** All numbers of a map as float32; float64 is rounded. @throws AppError as `readTensor` */
export async function readMapTensor(tensor: TensorInfo): Promise<Float32Array> {
  const decode = decoders[tensor.dtype]
  if (decode === undefined) return readTensor(tensor)
  return withFile(tensor, async (file) =>
    Float32Array.from(decode(await file.read(tensor.offsetBytes, tensor.lengthBytes)))
  )
}
