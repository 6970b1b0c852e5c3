/** Principal directions of what a layer's feed-forward writes (method.md section 2, step 1). */
import type { Checkpoint } from '../../../checkpoint/checkpoint.ts'
import { AppError } from '../../../errors.ts'
import { leadingEigenpairs, type Eigenpairs } from '../../../linalg/leading-eigenpairs.ts'
import { outputCovariance, type Orientation } from '../../../runtime/matrix/covariance.ts'
import { countedProducts } from './counted-products.ts'
import { directionsPlan } from './directions-plan.ts'
import { findSeparated } from './separated.ts'

export interface PrincipalDirections {
  readonly dModel: number
  /** R: as many as were asked for, D at most. */
  readonly nDirections: number
  /** [R] variance along each direction, largest first, none negative */
  readonly eigenvalues: Float64Array
  /** [R] eigenvalue over trace; 0 where the trace is 0 */
  readonly explained: Float64Array
  /** [R] 1 where the direction is unique: its eigenvalue stands apart from both neighbours */
  readonly separated: Uint8Array
  /** [R, D], a direction a row, of unit length; its sign is arbitrary */
  readonly directions: Float32Array
  /** Largest ‖Cv − λv‖ over the largest eigenvalue, measured */
  readonly residual: number
  /** Largest entry of |V Vᵀ − 1|, measured */
  readonly orthogonality: number
  /** Variance along all D directions. */
  readonly trace: number
  /** Floating-point operations that were spent: 2mnk of every product, 9n³ of a full solution. */
  readonly operations: number
}

export interface DirectionsOptions {
  readonly nDirections: number
  readonly nThreads: number
  /** How the weight lies in its file. */
  readonly orientation?: Orientation
  readonly signal?: AbortSignal
  /** Called with the fraction that is done, 0 to 1, never falling. */
  readonly report?: (fraction: number) => void
}

/** What every direction is proven to, relative to the largest eigenvalue and to unit length. */
const promised = 1e-4

/**
 * Eigenvectors of C = Wcᵀ Wc / (I − 1), with Wc the down-projection as [I, D] minus the mean of each column:
 * the directions of the residual stream along which the I neurons of a layer write most differently. C in
 * float32 from the weight in place, its leading eigenpairs as `leadingEigenpairs`. Where eigenvalues lie
 * close together (`separated` 0) only the space of these directions means something, not each of them.
 *
 * @throws AppError `job/cancelled`; `engine/run-failed` where the weights are not finite or the directions
 *   cannot be proven to 1e-4; those of `outputCovariance`; `request/invalid` for a layer there is not
 */
export async function principalDirections(
  checkpoint: Checkpoint,
  layer: number,
  options: DirectionsOptions
): Promise<PrincipalDirections> {
  const { signal, nThreads, orientation = 'out-in' } = options
  const { dModel, dFfn, nLayers } = checkpoint.config
  const weight = checkpoint.tensors.layers[layer]?.down
  if (!weight) throw new AppError('request/invalid', `layer ${layer}, expected 0 to ${nLayers - 1}`)
  const nDirections = Math.min(options.nDirections, dModel)
  const plan = directionsPlan(dModel, dFfn, nDirections)
  const covarianceShare = plan.covarianceOperations / plan.operations
  const check = () => {
    if (signal?.aborted) throw new AppError('job/cancelled', 'the run was stopped')
  }
  check()
  const matrix = await outputCovariance(weight, {
    orientation,
    nThreads,
    onBlock(fraction) {
      check()
      options.report?.(covarianceShare * fraction)
    }
  })
  const trace = traceOf(matrix, dModel, weight.name)
  if (trace === 0) return directionsOfZero(dModel, nDirections, plan.covarianceOperations)
  const products = await countedProducts(nThreads)
  try {
    const pairs = await leadingEigenpairs(matrix, dModel, {
      products,
      // One more tells whether the last one stands apart.
      nPairs: Math.min(nDirections + 1, dModel),
      check,
      onProgress: (fraction) => options.report?.(covarianceShare + (1 - covarianceShare) * fraction)
    })
    assertProven(pairs, weight.name)
    options.report?.(1)
    const operations = plan.covarianceOperations + plan.solverOperations + products.operations()
    return { ...describePairs(pairs, dModel, nDirections, trace), operations }
  } finally {
    await products.close()
  }
}

function describePairs(
  pairs: Eigenpairs,
  dModel: number,
  nDirections: number,
  trace: number
): Omit<PrincipalDirections, 'operations'> {
  // Rounding leaves the zeros of a singular matrix a little to either side.
  const eigenvalues = pairs.values.subarray(0, nDirections).map((value) => Math.max(value, 0))
  const residuals = pairs.residuals.subarray(0, nDirections)
  return {
    dModel,
    nDirections,
    eigenvalues,
    explained: eigenvalues.map((value) => value / trace),
    separated: findSeparated(pairs).subarray(0, nDirections),
    directions: pairs.vectors.slice(0, nDirections * dModel),
    residual: Math.max(...residuals) / pairs.values[0]!,
    orthogonality: pairs.orthogonality,
    trace
  }
}

/** Nothing varies: any directions will do, and none is separated. */
function directionsOfZero(
  dModel: number,
  nDirections: number,
  operations: number
): PrincipalDirections {
  const directions = new Float32Array(nDirections * dModel)
  for (let i = 0; i < nDirections; i++) directions[i * dModel + i] = 1
  return {
    dModel,
    nDirections,
    eigenvalues: new Float64Array(nDirections),
    explained: new Float64Array(nDirections),
    separated: new Uint8Array(nDirections),
    directions,
    residual: 0,
    orthogonality: 0,
    trace: 0,
    operations
  }
}

function traceOf(matrix: Float32Array, n: number, name: string): number {
  let trace = 0
  for (let i = 0; i < n; i++) trace += matrix[i * n + i]!
  if (Number.isFinite(trace)) return trace
  throw new AppError(
    'engine/run-failed',
    `tensor "${name}": its covariance has trace ${trace}, expected a finite number`,
    { hint: 'The weights overflow in float32 or are damaged.' }
  )
}

function assertProven({ values, residuals, orthogonality }: Eigenpairs, name: string): void {
  const residual = Math.max(...residuals) / values[0]!
  // Written so that a NaN fails.
  if (residual <= promised && orthogonality <= promised) return
  throw new AppError(
    'engine/run-failed',
    `tensor "${name}": directions are exact to ${residual.toExponential(1)} and orthonormal to ${orthogonality.toExponential(1)}, expected ${promised}`,
    { hint: 'Ask for fewer directions, or report the model.' }
  )
}
