/** Positions per rank step: pieces are shorter than 2^28 units, so rank · 2^28 + position is exact. */
const positionSpan = 2 ** 28

/** A binary heap of (rank, position), smallest first, as one number each. */
export class MergeQueue {
  #heap = new Float64Array(64)
  #size = 0

  get size(): number {
    return this.#size
  }

  clear(): void {
    this.#size = 0
  }

  push(rank: number, position: number): void {
    if (this.#size === this.#heap.length) {
      const larger = new Float64Array(this.#heap.length * 2)
      larger.set(this.#heap)
      this.#heap = larger
    }
    const heap = this.#heap
    const key = rank * positionSpan + position
    let at = this.#size++
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (heap[parent]! <= key) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = key
  }

  /** The smallest entry, taken out; the queue must not be empty. */
  pop(): { readonly rank: number; readonly position: number } {
    const heap = this.#heap
    const top = heap[0]!
    const last = heap[--this.#size]!
    let at = 0
    for (let child = 1; child < this.#size; child = 2 * at + 1) {
      if (child + 1 < this.#size && heap[child + 1]! < heap[child]!) child++
      if (heap[child]! >= last) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
    const rank = Math.floor(top / positionSpan)
    return { rank, position: top - rank * positionSpan }
  }
}
