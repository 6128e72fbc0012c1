// Content to read: what vouches for a record, search.
export const library = {
  unverified: 'Chưa kiểm chứng',
  asOf: (when: string) => `Số liệu ${when}`,
  holdsFrom: (when: string) => `Dùng từ ${when}`,
  holdsUntil: (when: string) => `Dùng đến hết ${when}`,
  notReviewed: 'Xã chưa xem lại phần này.',
  reviewed: (who: string, when: string) => `${who} đã xem lại, ${when}`,
  reviewedOn: (when: string) => `Xã đã xem lại, ${when}`,
  from: 'Đọc ở đâu',
  noSource: 'Chưa tìm được nguồn. Hỏi ở xã trước khi làm.',
  onlyVietnamese: 'Phần này chỉ có tiếng Việt.',
  search: 'Tìm',
  searchLabel: 'Tìm thủ tục, nơi đến, số gọi',
  clear: 'Xóa',
};
