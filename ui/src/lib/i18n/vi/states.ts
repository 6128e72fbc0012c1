// Where a complaint stands and why. "Tiếp nhận" is the legal word and belongs to `da-tiep-nhan` alone.
export const delivery = {
  saved: 'Đã lưu trên máy – chưa gửi',
  trying: 'Đang chờ gửi',
  words_received: 'Đã nhận nội dung, còn chờ ảnh',
  received: 'Hệ thống đã nhận',
  stuck: 'Cần bà con xem lại',
};

export const status = {
  moi: 'Hệ thống đã nhận',
  'da-tiep-nhan': 'Xã đã tiếp nhận',
  'can-bo-sung': 'Xã cần hỏi thêm',
  'da-chuyen': 'Đã chuyển nơi khác',
  'dang-xu-ly': 'Đang xử lý',
  'da-xu-ly': 'Đã trả lời',
  'khong-tiep-nhan': 'Xã không nhận việc này',
  trung: 'Trùng với phiếu khác',
  'mo-lai': 'Đã mở lại',
  'da-xac-nhan': 'Bà con đã xác nhận xong',
  'da-rut': 'Bà con đã rút lại',
};

export const trouble = {
  offline: 'Có sóng là tự gửi',
  not_ours: 'Có thể Wi-Fi này đòi đăng nhập. Đăng nhập xong, máy tự gửi.',
  untrusted: 'Nơi nhận chưa chứng minh được là thật, nên máy chưa gửi. Thử mạng khác.',
  wrong_date: 'Ngày giờ trên máy có vẻ sai. Chỉnh lại ngày giờ, máy sẽ tự gửi.',
  busy: 'Hệ thống đang bận. Lát nữa máy tự gửi lại.',
  no_gateway: 'Bản này chưa có nơi nhận. Phản ánh được giữ trên máy.',
};

export const stuck = {
  invalid: 'Có chỗ hệ thống không nhận. Mở phiếu, sửa rồi lưu lại.',
  id_conflict: 'Hệ thống đang giữ một bản khác. Mở phiếu, sửa rồi lưu lại.',
  too_large: 'Phiếu nặng quá. Mở phiếu, bớt ảnh hoặc bớt chữ.',
  refused: 'Hệ thống không nhận máy này. Mang số phiếu đến hỏi cán bộ xã.',
  receipt_unproven: 'Có biên nhận nhưng chưa chắc là thật. Cập nhật ứng dụng rồi thử lại.',
  not_understood: 'Ứng dụng đã cũ, không hiểu câu trả lời. Cập nhật rồi thử lại.',
  photo_missing: 'Một ảnh không còn trên máy. Mở phiếu, bỏ ảnh đó hoặc chụp lại.',
  package_unreadable: 'Hệ thống không mở được tệp này. Nhờ người gửi xuất lại tệp.',
};

export const notify = {
  title: (reference: string) => `Phiếu ${reference}`,
  overdue: 'Bảy ngày chưa gửi được. Máy vẫn giữ và tự gửi khi có sóng.',
};

/** The same about what was said later: it cannot be changed any more, only sent again or said anew. */
export const stuckMessage = {
  invalid: 'Có chỗ hệ thống không nhận. Viết lại lời khác.',
  id_conflict: 'Hệ thống đang giữ một bản khác. Viết lại lời khác.',
  too_large: 'Lời này nặng quá. Viết lại, bớt ảnh.',
  refused: 'Hệ thống không nhận máy này. Mang số phiếu đến xã.',
  receipt_unproven: 'Có biên nhận nhưng chưa chắc là thật. Cập nhật ứng dụng rồi thử lại.',
  not_understood: 'Ứng dụng đã cũ, không hiểu câu trả lời. Cập nhật rồi thử lại.',
  photo_missing: 'Một ảnh không còn trên máy. Viết lại, chụp ảnh khác.',
  package_unreadable: 'Hệ thống không mở được tệp này.',
};
