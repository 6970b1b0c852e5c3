/** Sounds of the CMU Pronouncing Dictionary (ARPAbet), one character each: vowels capital letters, consonants not. */
export const phonemeCodes: Readonly<Record<string, string>> = {
  ...{ AA: 'A', AE: 'E', AH: 'H', AO: 'O', AW: 'W', AY: 'Y', EH: 'X', ER: 'R', EY: 'J' },
  ...{ IH: 'I', IY: 'Q', OW: 'V', OY: 'Z', UH: 'U', UW: 'T' },
  ...{ B: 'b', CH: 'c', D: 'd', DH: '6', F: 'f', G: 'g', HH: 'h', JH: 'j', K: 'k', L: 'l' },
  ...{ M: 'm', N: 'n', NG: '5', P: 'p', R: 'r', S: 's', SH: '4', T: 't', TH: '0', V: 'v' },
  ...{ W: 'w', Y: 'y', Z: 'z', ZH: '3' }
}
