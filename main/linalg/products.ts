import type { MatrixProduct } from '../runtime/matrix/product.ts'

/** What linear algebra asks of an engine. */
export type Products = Omit<MatrixProduct, 'close'>
