// Numbers of content kept on one line with what they count. Pure.
const UNITS =
  'km|ha|m²|m|kg|tỷ|triệu|nghìn|đồng|năm|ngày|phút|giờ|lớp|loại|hectares?|billion|million|minutes|hours|days|years?';
const counted = new RegExp(`(\\d) (?=(?:${UNITS})(?![\\p{L}\\p{N}]))`, 'gu');

/** `11 ha`, `tháng 12-3` and `60-160 triệu` never break. The joiners cannot be seen or heard. */
export const whole = (text: string): string =>
  text
    .replace(counted, '$1\u00a0')
    .replace(/(tháng) (?=\d)/giu, '$1\u00a0')
    .replace(/(\d)-(?=\d)/g, '$1\u2060-\u2060');
