/** What goes into and comes out of a session: row-major numbers and their shape. */
export interface Tensor {
  readonly data: Float32Array | BigInt64Array
  readonly shape: readonly number[]
}

export function floats(data: Float32Array, shape: readonly number[]): Tensor {
  return { data, shape }
}

export function integers(
  values: readonly number[],
  shape: readonly number[] = [values.length]
): Tensor {
  return { data: BigInt64Array.from(values, BigInt), shape }
}

export type Feeds = Readonly<Record<string, Tensor>>
export type Fetched = Readonly<Record<string, Float32Array>>

/** A compiled graph that can be run. */
export interface Session {
  /** Runs once; blocks the thread until it is done. Inputs that the graph does not have are left out. */
  run(feeds: Feeds): Promise<Fetched>
  release(): Promise<void>
}
