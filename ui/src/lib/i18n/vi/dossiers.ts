// My dossiers. Titles at most 40 characters, sentences under 15 words. "Tiếp nhận" only for what the office did.

/** On a lock screen: never the code, never papers or fees, nothing but what the person calls it. */
export const dossierNews = {
  unnamed: 'Hồ sơ của bà con',
  status: {
    1: 'Hồ sơ đã gửi, chờ cán bộ tiếp nhận.',
    2: 'Cơ quan đã tiếp nhận.',
    3: 'Cơ quan không tiếp nhận. Mở ứng dụng để xem lý do.',
    4: 'Cơ quan đang giải quyết.',
    5: 'Cần nộp thêm giấy tờ. Mở ứng dụng để xem.',
    6: 'Cần nộp tiền. Mở ứng dụng để xem.',
    7: 'Hồ sơ được ghi là đã xin rút.',
    8: 'Hồ sơ đã dừng. Mở ứng dụng để xem.',
    9: 'Có kết quả, mời đến nhận.',
    10: 'Cơ quan ghi: đã trả kết quả.',
  },
  other: 'Cơ quan vừa ghi thêm. Mở ứng dụng để xem.',
  soon: (day: string) => `Sắp đến ngày hẹn trả: ${day}.`,
  today: 'Hôm nay là ngày hẹn trả.',
  late: (n: number) => `Quá ngày hẹn trả ${n}\u00a0ngày làm việc. Cơ quan phải hẹn ngày mới.`,
  papers: 'Còn chờ bà con nộp thêm giấy tờ.',
  fee: 'Còn chờ bà con nộp tiền.',
  turn: 'Còn chờ bà con. Mở ứng dụng để xem.',
};
