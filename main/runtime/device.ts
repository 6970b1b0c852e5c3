/** A device that can compute: its name and onnxruntime's execution providers for it, in order. */
export interface Device {
  readonly name: 'cpu' | 'webgpu' | 'cuda' | 'dml'
  readonly providers: readonly string[]
}

export const cpu: Device = { name: 'cpu', providers: ['cpu'] }
