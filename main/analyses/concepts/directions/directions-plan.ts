/** What the principal directions of one layer take, before they are computed. */
import { isSolvedFully } from '../../../linalg/leading-eigenpairs.ts'
import { blockRows } from '../../../linalg/subspace-iteration.ts'
import { covarianceBytes, covarianceOperations } from '../../../runtime/matrix/covariance.ts'

export interface DirectionsPlan {
  /** Floating-point operations in all. */
  readonly operations: number
  readonly covarianceOperations: number
  /** Of a full solution in float64; 0 where the matrix is large and iterated. */
  readonly solverOperations: number
  /** Most bytes at a time, the program itself not counted. */
  readonly neededBytes: number
}

/** Householder's reduction, its accumulation, and QL with vectors, per n³. */
const fullSolution = 9
/** Products of the block with the matrix that random weights take; fast falling spectra take fewer. */
const blockProducts = 64
/** Blocks of rows in memory while it is iterated, those that wait to be collected included: measured. */
const nBlocks = 32
/** Matrices in float64 that a full solution keeps, plain arrays included. */
const nFullMatrices = 8

export function directionsPlan(dModel: number, dFfn: number, nDirections: number): DirectionsPlan {
  const nPairs = Math.min(nDirections + 1, dModel)
  const nRows = blockRows(dModel, nPairs)
  const covariance = covarianceOperations(dModel, dFfn)
  const isFull = isSolvedFully(dModel, nPairs)
  const solver = isFull ? fullSolution * dModel ** 3 : 0
  const products = isFull ? 2 * nPairs * dModel ** 2 : 2 * blockProducts * nRows * dModel ** 2
  const matrixBytes = 4 * dModel ** 2
  // What is found is measured with the matrix in float64.
  const measureBytes = 2 * matrixBytes
  const solverBytes = isFull ? nFullMatrices * 2 * matrixBytes : 4 * nBlocks * nRows * dModel
  return {
    operations: covariance + solver + products,
    covarianceOperations: covariance,
    solverOperations: solver,
    neededBytes: Math.max(covarianceBytes(dModel, dFfn), matrixBytes + solverBytes + measureBytes)
  }
}
