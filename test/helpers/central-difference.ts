type Vectors = readonly Float64Array[]

const step = 1e-6

/** (f(x + h·u) − f(x − h·u)) / 2h in float64, u over all variables of f at once. */
export function centralDifference(
  f: (variables: Vectors) => Float64Array,
  variables: Vectors,
  directions: Vectors
): Float64Array {
  // A step that is small beside the variables, however large they are.
  const largest = Math.max(1, ...variables.map((x) => Math.max(0, ...x.map(Math.abs))))
  const h = step * largest
  const moved = (by: number) =>
    f(variables.map((x, i) => x.map((value, j) => value + by * directions[i]![j]!)))
  const ahead = moved(h)
  const behind = moved(-h)
  return ahead.map((value, i) => (value - behind[i]!) / (2 * h))
}
