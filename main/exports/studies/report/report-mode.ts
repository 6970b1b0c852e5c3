import type { Sensitivity } from '../../../../preload/analysis/studies/sensitivity.ts'
import type { StudyMode } from '../../../../preload/analysis/studies/record.ts'
import type { StudyExport } from '../study-rows.ts'
import type { ModeTables } from '../study-tables.ts'
import { comparisonTable } from './comparison-table.ts'
import { densityTable } from './density-table.ts'
import { markup, nothing, type Markup } from './markup.ts'
import { largestChanges } from './largest-changes.ts'
import { modeLine } from './mode-line.ts'
import { ratingTables } from './rating-tables.ts'
import { modeNames } from './report-words.ts'
import { sensitivityPicture } from './pictures/sensitivity-picture.ts'
import { slopePicture } from './pictures/slope-picture.ts'
import { stripPicture } from './pictures/strip-picture.ts'

/** All of one mode, which its heading names: distributions, tables, sensitivity, ratings. */
export function reportMode(study: StudyExport, tables: ModeTables): Markup {
  const { mode, models, sensitivity, roles } = tables
  const all = sensitivity?.at(-1)
  return markup`<section>
    <h2>${modeNames[mode]}</h2>
    <p class="lead">${modeLine(mode, study.record)}</p>
    <div class="figures">
      ${stripPicture(study, mode)}${models === null ? '' : slopePicture(study, mode)}
    </div>
    ${
      models === null
        ? nothing
        : comparisonTable(
            markup`<b>Base against tuned</b>, ${modeNames[mode].toLowerCase()}: instruction scores; is
              the base’s lower? One-sided tests.`,
            [
              markup`<span class="base-text">Base</span>`,
              markup`<span class="tuned-text">Tuned</span>`
            ],
            models
          )
    }
    ${models === null ? nothing : largestChanges(study, mode)}
    ${roles.map(({ role, density }) => densityTable(density, role, mode))}
    ${all === undefined ? nothing : sensitivityPart(all, mode)}
    ${roles.map((role) => ratingTables(role, mode))}
  </section>`
}

function sensitivityPart(sensitivity: Sensitivity, mode: StudyMode): Markup {
  const { cells, nDistinct, nSameSign, nSignificant } = sensitivity
  const title = markup`<h3>Sensitivity to L, b and p, ${modeNames[mode].toLowerCase()}</h3>`
  if (cells.every(({ hedgesG }) => hedgesG === null)) {
    return markup`${title}
    <p>No effect can be estimated under any setting: n too small, or no spread.</p>`
  }
  return markup`${title}
    <p>
      Base against tuned over all cases, again under ${nDistinct} settings: in ${nSameSign} the
      difference has the sign that it has at L = 10, b = 7, p = 4, and in ${nSignificant} of these
      Welch’s p is below 0.05. Positive g: the base’s score is lower.
    </p>
    <div class="figures">${sensitivityPicture(sensitivity)}</div>`
}
