//! Words that say little, and words that say the same. The language's, not the area's: names of places and things are
//! content. Not for what a text means; that is [`crate::triage`].
//!
//! What a newcomer would get wrong: the weak words stand here with their marks, because *cho* (for) is weak and *chợ*
//! (market) is not; the others are folded.

/// Say little, also when typed without marks.
pub(super) const WEAK: &[&str] = &[
    "làm", "xin", "ở", "đâu", "gì", "nào", "thế", "sao", "thì", "là", "và", "của", "được", "không", "phải", "muốn",
    "tôi", "cháu", "mình", "với", "những", "cái", "ạ", "nhé", "hỏi", "cách", "như", "giùm", "dùm", "giúp", "ơi", "vậy",
    "bị", "tui", "răng", "rứa", "chừ", "mần", "ni", "nớ", "hỉ", "em", "anh", "chị", "ai", "gồm", "tụi", "bọn", "cần",
    "nhờ", "xem", "biết", "ko", "k", "dc", "đc", "hok", "hông", "nha", "à", "hả",
];

/// Say little, but look like another word when typed without marks.
pub(super) const WEAK_IF_SAID: &[&str] = &[
    "cho", "có", "mô", "chi", "để", "về", "đến", "tới", "khi", "một", "các", "mấy", "đi", "nếu", "này", "đó", "rồi",
    "chưa", "nhà", "bà", "ông", "từ", "trong", "ra", "lên", "vô", "vào", "qua", "giờ", "hết", "nữa", "luôn", "mới",
    "bao", "tiền", "lâu", "giấy", "tờ", "hồ", "sơ", "đơn", "đăng", "ký", "nộp", "mấy", "nhiêu",
];

/// Say little side by side.
pub(super) const WEAK_PAIRS: &[(&str, &str)] = &[
    ("thu", "tuc"),
    ("the", "nao"),
    ("bao", "nhieu"),
    ("lam", "sao"),
    ("bao", "gio"),
    ("bao", "lau"),
    ("ra", "sao"),
    ("can", "gi"),
    ("can", "nhung"),
    ("o", "mo"),
    ("lam", "chi"),
    ("can", "chi"),
    ("lam", "mo"),
    ("nhu", "nao"),
];

/// Say little in English.
pub(super) const WEAK_ENGLISH: &[&str] = &[
    "how", "to", "do", "i", "get", "a", "an", "the", "for", "of", "in", "at", "is", "are", "my", "need", "want",
    "where", "what", "which", "can", "with", "on", "and", "or", "from", "when", "does", "must", "it", "be", "we",
    "our", "me", "you", "about", "there", "any", "have", "has", "apply", "go", "if", "by", "please", "much", "long",
];

/// Who types the first may mean the second.
pub(super) const SAME: &[(&str, &str)] = &[
    ("cccd", "can cuoc"),
    ("cmnd", "can cuoc"),
    ("cmt", "can cuoc"),
    ("chung minh nhan dan", "can cuoc"),
    ("chung minh thu", "can cuoc"),
    ("can cuoc cong dan", "can cuoc"),
    ("the can cuoc", "can cuoc"),
    ("bhyt", "bao hiem y te"),
    ("bao hiem y te", "bhyt"),
    ("bhxh", "bao hiem xa hoi"),
    ("bao hiem xa hoi", "bhxh"),
    ("gks", "giay khai sinh"),
    ("dkkh", "dang ky ket hon"),
    ("dkks", "dang ky khai sinh"),
    ("dkkd", "dang ky kinh doanh"),
    ("hkd", "ho kinh doanh"),
    ("dk", "dang ky"),
    ("ubnd", "uy ban"),
    ("gcn", "giay chung nhan"),
    ("so hong", "so do"),
    ("bia do", "so do"),
    ("giay do", "so do"),
    ("lay vo", "ket hon"),
    ("lay chong", "ket hon"),
    ("dam cuoi", "ket hon"),
    ("cuoi", "ket hon"),
    ("ma chay", "mai tang"),
    ("dam tang", "mai tang"),
    ("dam ma", "mai tang"),
    ("chon cat", "mai tang"),
    ("qua doi", "khai tu"),
    ("bao tu", "khai tu"),
    ("chung tu", "khai tu"),
    ("chet", "khai tu"),
    ("tu vong", "khai tu"),
    ("moi de", "khai sinh"),
    ("de con", "khai sinh"),
    ("moi sinh", "khai sinh"),
    ("sinh con", "khai sinh"),
    ("so ho khau", "ho khau"),
    ("ho khau", "thuong tru"),
    ("nhap khau", "thuong tru"),
    ("nhap ho khau", "thuong tru"),
    ("o tro", "tam tru"),
    ("thue tro", "tam tru"),
    ("kt3", "tam tru"),
    ("photo", "ban sao"),
    ("sao y", "chung thuc ban sao"),
    ("cong chung", "chung thuc"),
    ("nuoi lon", "nuoi heo"),
    ("chung nhan doc than", "doc than"),
    ("xay nha", "giay phep xay dung"),
    ("lam nha", "giay phep xay dung"),
    ("cat nha", "giay phep xay dung"),
    ("dong cua quan", "nghi ban"),
    ("dong quan", "nghi ban"),
    ("khach san", "nha nghi"),
    ("xe bus", "xe khach"),
    ("xe do", "xe khach"),
    ("thac 5 tang", "thac nam tang"),
    ("wedding", "marriage"),
    ("married", "marriage"),
    ("marry", "marriage"),
    ("newborn", "birth"),
    ("baby", "birth"),
    ("died", "death"),
    ("passed away", "death"),
    ("id card", "identity card"),
    ("identity card", "id card"),
    ("citizen id", "id card"),
    ("red book", "land certificate"),
    ("land title", "land certificate"),
    ("registration", "register"),
    ("hotel", "guesthouse"),
    ("bus", "coach"),
    ("falls", "waterfall"),
    ("shop", "business"),
    ("notary", "certified copy"),
    ("notarized", "certified"),
];
