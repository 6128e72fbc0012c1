// What to do about it, in the person's words. No codes, no blame, and what was entered is kept.
export const errors = {
  invalid: 'Có chỗ cần sửa. Xem các dòng bên dưới.',
  vault: 'Phản ánh đang khóa. Mở khóa rồi làm tiếp.',
  passphrase: 'Mật khẩu chưa đúng. Thử lại.',
  passphrase_short: 'Mật khẩu ngắn quá. Cần ít nhất 6 chữ hoặc số.',
  not_found: 'Mục này không còn trên máy. Quay lại danh sách.',
  photo_too_many: 'Đã đủ 5 ảnh. Bỏ bớt một ảnh rồi thêm.',
  photo_too_large: 'Ảnh này nặng quá. Chọn ảnh khác hoặc chụp lại.',
  photo_too_many_pixels: 'Ảnh này lớn quá. Chọn ảnh khác hoặc chụp lại.',
  photo_format: 'Máy không đọc được ảnh này. Chọn ảnh khác.',
  photo_heic: 'Ảnh này là kiểu HEIC. Hãy chọn ảnh JPEG, hoặc chụp ngay trong ứng dụng.',
  photo_broken: 'Ảnh này bị hỏng. Chọn ảnh khác hoặc chụp lại.',
  photo_twice: 'Ảnh này đã có rồi. Chọn ảnh khác.',
  reference: 'Số phiếu chưa đúng. Xem lại từng số.',
  pin: 'Mã riêng có 4 chữ số. Xem lại trên phiếu.',
  code_citizen: 'Đây là số căn cước, không phải mã hồ sơ. Máy không giữ số này. Gõ mã trên giấy hẹn.',
  code_phone: 'Đây là số điện thoại, không phải mã hồ sơ. Máy không giữ số này. Gõ mã trên giấy hẹn.',
  code_other: 'Số này không phải mã hồ sơ. Xem lại giấy hẹn.',
  code_twice: 'Hồ sơ này đã có trên máy. Mở trong Hồ sơ của tôi.',
  date: 'Ngày chưa đúng. Xem lại ngày trên giấy hẹn.',
  proof: 'Cần đúng 4 chữ số cuối. Nhập lại.',
  package: 'Tệp này không phải phiếu của ứng dụng, hoặc đã hỏng. Hãy xin lại tệp.',
  no_recovery_key: 'Bản này chưa có nơi nhận, nên chưa xuất tệp được. Phiếu vẫn ở trên máy.',
  not_now: 'Việc này giờ không làm được nữa. Mở lại để xem.',
  disk_full: 'Máy hết chỗ chứa. Xóa bớt ảnh hoặc ứng dụng rồi thử lại.',
  file_unreadable: 'Không đọc được tệp này. Chọn tệp khác.',
  file_unwritable: 'Không ghi được vào chỗ này. Chọn chỗ khác.',
  content_file: 'Đây không phải tệp nội dung của ứng dụng, hoặc tệp bị hỏng. Chưa có gì thay đổi. Hãy xin lại tệp.',
  content_signature: 'Tệp này không do xã hay thành phố ký. Chưa có gì thay đổi. Hãy xin tệp ở nơi tin cậy.',
  arguments: 'Ứng dụng bị lỗi. Không mất gì cả. Đóng ứng dụng rồi mở lại.',
  internal: 'Ứng dụng bị lỗi. Không mất gì cả. Thử lại.',
};

export const fields = {
  category: { required: 'Chọn một hình.' },
  place: { required: 'Cho biết ở đâu, hoặc chọn Không biết.' },
  'place.village_text': { too_long: 'Tên thôn dài quá. Viết ngắn lại.', malformed: 'Tên thôn có chữ lạ. Viết lại.' },
  'place.near': { too_long: 'Chỗ này dài quá. Viết ngắn lại.', malformed: 'Có chữ lạ. Viết lại.' },
  text: {
    required: 'Kể vài chữ, hoặc thêm một ảnh.',
    too_long: 'Lời kể dài quá. Viết ngắn lại.',
    malformed: 'Lời kể có chữ lạ. Viết lại.',
  },
  photos: { too_many: 'Nhiều ảnh quá. Giữ lại 5 ảnh.', duplicate: 'Có hai ảnh giống nhau. Bỏ một ảnh.' },
  contact: {
    required: 'Chọn có ghi tên hay không.',
    required_here: 'Việc này cần tên hoặc số điện thoại. Cần cả đồng ý cho cán bộ liên hệ.',
  },
  kind: { required: 'Chọn xem đây là việc gì.' },
  'contact.name': {
    required: 'Viết tên hoặc số điện thoại.',
    too_long: 'Tên dài quá. Viết ngắn lại.',
    malformed: 'Tên có chữ lạ. Viết lại.',
  },
  'contact.phone': {
    malformed: 'Số điện thoại chưa đúng. Chỉ gồm chữ số.',
    too_long: 'Số điện thoại dài quá. Xem lại từng số.',
  },
  consents: { required: 'Cần đánh dấu đồng ý thì mới gửi được.' },
};

/** For a field or a reason that has no sentence of its own. */
export const fieldOther = 'Có chỗ chưa đúng. Xem lại câu trả lời này.';
