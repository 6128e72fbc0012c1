//! Questions without an answer: what each officer sees of them, and noting what became of one.

use crate::gateway::{Browser, Gateway, NOW};
use crate::seed;
use vungsam_domain::UnansweredId;
use vungsam_server::db::unanswered::{self, NewQuestion};

const ONE_TIME: &str = "abcd-efgh-jkmn-pqrs";
const OWN: &str = "bốn con suối nhỏ";

async fn signed(g: &Gateway, login: &str, units: &[&str]) -> Browser {
    seed::officer(&g.db, login, "Nguyễn Thị Hoa", ONE_TIME, units).await;
    let mut b = g.browser();
    b.sign_in_first(login, ONE_TIME, OWN).await;
    b
}

async fn asked(g: &Gateway, n: u128, shown: &str, unit: &str) {
    let folded = vungsam_domain::unanswered::key(shown);
    let id = UnansweredId(uuid::Uuid::from_u128(n));
    let new = NewQuestion { id, device: "d", folded: &folded, shown, lang: "vi", unit };
    unanswered::put(&g.db, new, NOW).await.unwrap();
}

pub async fn an_officer_sees_what_is_asked_most_and_notes_what_became_of_it(g: Gateway) {
    let mut b = signed(&g, "hoa", &["nam-tra-my"]).await;
    assert!(b.get("/unanswered").await.has("Không có câu hỏi nào ở đây"));
    asked(&g, 1, "Nuôi ong <ở> đâu?", "nam-tra-my").await;
    asked(&g, 2, "nuôi ong ở đâu", "").await;
    asked(&g, 3, "Thuê ruộng của ai?", "nam-tra-my").await;
    asked(&g, 4, "Của xã khác", "tra-my").await;
    let page = b.get("/unanswered").await;
    for said in ["hỏi 2 lần", "23/11/2026", "Không nói xã nào: 1 · Xã Nam Trà My: 1", "Thuê ruộng của ai?"]
    {
        assert!(page.has(said), "{said}: {}", page.body);
    }
    assert!(!page.has("Của xã khác") && !page.body.contains("<ở>"), "another commune's; and markup is text");
    assert!(page.body.find("ong").unwrap() < page.body.find("Thuê").unwrap(), "most asked first");
    let only = b.get("/unanswered?unit=-").await;
    assert!(only.has("Không nói xã nào: 1") && !only.has("Thuê ruộng"));

    b.get("/unanswered").await;
    let page = b.post("/unanswered", &[("question", "nuoi ong o dau"), ("as", "answered")]).await;
    assert_eq!((page.status, page.location.as_str()), (303, "/unanswered?done=1"), "{}", page.body);
    let page = b.get("/unanswered?done=1").await;
    assert!(page.has("Đã ghi.") && !page.has("hỏi 2 lần") && page.has("Thuê ruộng của ai?"));
    let page = b.get("/unanswered?state=answered").await;
    assert!(page.has("hỏi 2 lần") && page.has("Nguyễn Thị Hoa ghi") && !page.has("Vẫn có người hỏi"), "{}", page.body);
    let id = UnansweredId(uuid::Uuid::from_u128(9));
    let new = NewQuestion { id, device: "d", folded: "nuoi ong o dau", shown: "nuoi ong o dau", lang: "vi", unit: "" };
    unanswered::put(&g.db, new, NOW + 2 * 86_400_000).await.unwrap();
    let page = b.get("/unanswered?state=answered&lang=en").await;
    assert!(page.has("asked 3 times") && page.has("Asked again since"), "{}", page.body);
    let page = b.post("/unanswered", &[("question", "nuoi ong o dau"), ("as", "open"), ("state", "answered")]).await;
    assert_eq!(page.location, "/unanswered?state=answered&done=1");
    assert!(b.get("/unanswered").await.has("asked 3 times"));
    g.end().await;
}

pub async fn noting_needs_the_token_a_known_word_and_a_question_of_the_officers(g: Gateway) {
    let mut b = signed(&g, "hoa", &["nam-tra-my"]).await;
    asked(&g, 1, "Của xã khác", "tra-my").await;
    asked(&g, 2, "Thuê ruộng của ai?", "nam-tra-my").await;
    b.get("/unanswered").await;
    assert_eq!(b.post("/unanswered", &[("question", "cua xa khac"), ("as", "not-ours")]).await.status, 404);
    assert_eq!(b.post("/unanswered", &[("question", "thue ruong cua ai"), ("as", "gone")]).await.status, 400);
    let forged = [("csrf", "x"), ("question", "thue ruong cua ai"), ("as", "not-ours")];
    assert_eq!(b.post("/unanswered", &forged).await.status, 403);
    assert_eq!(b.get("/unanswered?page=-1&state=%00&unit=%ff").await.status, 200);
    assert!(b.get("/unanswered").await.has("Thuê ruộng của ai?"));
    assert_eq!(g.browser().get("/unanswered").await.status, 303);
    g.end().await;
}
