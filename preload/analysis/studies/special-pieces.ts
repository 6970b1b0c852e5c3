// Tokens of recorded runs are spellings without a tokenizer: what is special must be told from the text.

const markers =
  /^(?:<\/?(?:s|unk|pad|bos|eos|mask|sep|cls)>|\[(?:CLS|SEP|PAD|UNK|MASK|BOS|EOS)\]|<(?:start|end)_of_turn>|<\|[^|<>]+\|>|<｜[^｜<>]+｜>)$/

/**
 * Whether a token as its tokenizer spelt it is a marker (`<s>`, `<|end|>`) and no text. SentencePiece's bytes
 * (`<0x0A>`) are text.
 */
export function isSpecialPiece(piece: string): boolean {
  return markers.test(piece)
}
