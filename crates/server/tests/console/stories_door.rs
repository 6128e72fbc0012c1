//! Signing in, out, and what surrounds every page.

use crate::gateway::Gateway;
use crate::seed;

const ONE_TIME: &str = "abcd-efgh-jkmn-pqrs";
const OWN: &str = "bốn con suối nhỏ";

pub async fn the_first_sign_in_asks_for_a_password_of_ones_own(g: Gateway) {
    seed::officer(&g.db, "hoa", "Nguyễn Thị Hoa", ONE_TIME, &["nam-tra-my"]).await;
    let mut b = g.browser();
    assert_eq!(b.get("/").await.location, "/sign-in?next=%2F");
    let page = b.get("/sign-in").await;
    assert!(page.status == 200 && page.has("lang=\"vi\"") && page.has("Đăng nhập"));
    let page = b.post("/sign-in", &[("login", " HOA "), ("password", ONE_TIME)]).await;
    assert_eq!((page.status, page.location.as_str()), (303, "/password"));
    let session = b.cookie("vungsam_session").unwrap().clone();
    assert!(page.headers["set-cookie"].to_str().unwrap().contains("HttpOnly; SameSite=Strict"));
    // Nothing else opens before it is changed.
    assert_eq!(b.get("/").await.location, "/password");
    b.get("/password").await;
    for (new, again, said) in
        [("ngắn", "ngắn", "ít nhất 10"), (ONE_TIME, ONE_TIME, "phải khác"), (OWN, "khác hẳn mười chữ", "chưa giống")]
    {
        let page = b.post("/password", &[("old", ONE_TIME), ("new", new), ("again", again)]).await;
        assert!(page.status == 422 && page.has(said), "{new}: {}", page.body);
    }
    let page = b.post("/password", &[("old", "not the one"), ("new", OWN), ("again", OWN)]).await;
    assert!(page.status == 422 && page.has("đang dùng không đúng"));
    let page = b.post("/password", &[("old", ONE_TIME), ("new", OWN), ("again", OWN)]).await;
    assert_eq!(page.location, "/?done=password");
    assert_ne!(b.cookie("vungsam_session").unwrap(), &session, "the session got a new secret");
    assert!(b.get("/?done=password").await.has("Đã đổi mật khẩu"));
    // The one-time password is used up.
    let mut other = g.browser();
    other.get("/sign-in").await;
    assert_eq!(other.post("/sign-in", &[("login", "hoa"), ("password", ONE_TIME)]).await.status, 422);
    assert_eq!(other.post("/sign-in", &[("login", "hoa"), ("password", OWN)]).await.location, "/");
    g.end().await;
}

pub async fn five_wrong_passwords_lock_a_login_for_fifteen_minutes(g: Gateway) {
    seed::officer(&g.db, "hoa", "Nguyễn Thị Hoa", ONE_TIME, &["nam-tra-my"]).await;
    seed::officer(&g.db, "tam", "Trần Tâm", ONE_TIME, &["nam-tra-my"]).await;
    let mut b = g.browser();
    b.get("/sign-in").await;
    for _ in 0..5 {
        let page = b.post("/sign-in", &[("login", "hoa"), ("password", "wrong wrong")]).await;
        assert!(page.status == 422 && page.has("không đúng") && !page.has("wrong wrong") && page.has("value=\"hoa\""));
    }
    let page = b.post("/sign-in", &[("login", "hoa"), ("password", ONE_TIME)]).await;
    assert!(page.status == 429 && page.has("đợi 15 phút"), "{}", page.body);
    assert!(page.location.is_empty());
    // Another officer is not locked out.
    assert_eq!(g.browser_signed("tam").await, "/password");
    g.clock.advance(14 * 60_000);
    assert_eq!(b.post("/sign-in", &[("login", "hoa"), ("password", ONE_TIME)]).await.status, 429);
    g.clock.advance(61_000);
    assert_eq!(b.post("/sign-in", &[("login", "hoa"), ("password", ONE_TIME)]).await.location, "/password");
    g.end().await;
}

impl Gateway {
    async fn browser_signed(&self, login: &str) -> String {
        let mut b = self.browser();
        b.get("/sign-in").await;
        b.post("/sign-in", &[("login", login), ("password", ONE_TIME)]).await.location
    }
}

pub async fn an_unknown_login_is_answered_like_a_known_one(g: Gateway) {
    seed::officer(&g.db, "hoa", "Nguyễn Thị Hoa", ONE_TIME, &["nam-tra-my"]).await;
    let mut said = Vec::new();
    for login in ["hoa", "nobody"] {
        let mut b = g.browser();
        b.get("/sign-in").await;
        let mut answers = Vec::new();
        for _ in 0..6 {
            let page = b.post("/sign-in", &[("login", login), ("password", "wrong wrong")]).await;
            answers.push((page.status, page.body.replace(login, "*").replace(&b.token(), "*")));
        }
        said.push(answers);
    }
    assert_eq!(said[0], said[1]);
    assert_eq!(said[0].iter().map(|(s, _)| *s).collect::<Vec<_>>(), [422, 422, 422, 422, 422, 429]);
    g.end().await;
}

pub async fn a_form_without_its_token_is_refused(g: Gateway) {
    seed::officer(&g.db, "hoa", "Nguyễn Thị Hoa", ONE_TIME, &["nam-tra-my"]).await;
    let mut b = g.browser();
    b.get("/sign-in").await;
    let mut other = g.browser();
    other.get("/sign-in").await;
    let own = b.token();
    for wrong in ["", "x", &other.token()] {
        b.set_token(wrong);
        let page = b.post("/sign-in", &[("login", "hoa"), ("password", ONE_TIME)]).await;
        assert!(page.status == 403 && page.has("Không làm được từ trang này"), "{}", page.body);
        assert!(b.cookie("vungsam_session").is_none());
    }
    b.set_token(&own);
    let fields = [("login", "hoa"), ("password", ONE_TIME)];
    let page = b.post_with("/sign-in", &fields, "sec-fetch-site", "cross-site").await;
    assert_eq!(page.status, 403);
    b.set_token(&own);
    b.sign_in_first("hoa", ONE_TIME, OWN).await;
    let c = seed::complaint(1, Some("nam-tra-my"), "giao-thong", "Đá lăn chắn đường.", &[]);
    seed::receive(&g.db, &g.data, &c, crate::gateway::NOW, &[], 0).await;
    let path = format!("/complaints/{}", c.id);
    b.get(&path).await;
    b.set_token(&own); // the one from before signing in
    assert_eq!(b.post(&path, &[("action", "accept"), ("expected", "moi")]).await.status, 403);
    assert_eq!(b.post("/sign-out", &[]).await.status, 403);
    assert_eq!(
        b.post("/password", &[("old", OWN), ("new", "mười hai con"), ("again", "mười hai con")]).await.status,
        403
    );
    assert!(b.get(&path).await.has("Mới"));
    g.end().await;
}

pub async fn a_session_ends_by_sign_out_and_by_idling(g: Gateway) {
    seed::officer(&g.db, "hoa", "Nguyễn Thị Hoa", ONE_TIME, &["nam-tra-my"]).await;
    let mut b = g.browser();
    b.sign_in_first("hoa", ONE_TIME, OWN).await;
    let mut second = g.browser();
    second.get("/sign-in").await;
    second.post("/sign-in", &[("login", "hoa"), ("password", OWN)]).await;
    b.get("/").await;
    let kept = b.cookie("vungsam_session").unwrap().clone();
    assert_eq!(b.post("/sign-out", &[]).await.location, "/sign-in?why=out");
    // The cookie is worth nothing any more, even put back.
    let page = b.get_with("/", "cookie", &format!("vungsam_session={kept}")).await;
    assert_eq!(page.location, "/sign-in?next=%2F&why=expired");
    assert_eq!(second.get("/").await.status, 200, "the other session lives");
    for _ in 0..2 {
        g.clock.advance(7 * 3_600_000);
        assert_eq!(second.get("/").await.status, 200);
    }
    g.clock.advance(8 * 3_600_000 + 1);
    assert_eq!(second.get("/").await.location, "/sign-in?next=%2F&why=expired");
    g.end().await;
}

pub async fn only_a_loopback_name_is_answered_and_pages_carry_their_headers(g: Gateway) {
    let mut b = g.browser();
    assert_eq!(b.get_with("/sign-in", "host", "evil.example").await.status, 421);
    assert_eq!(b.get_with("/sign-in", "host", "localhost:1").await.status, 200);
    let page = b.get("/sign-in?lang=en").await;
    assert!(page.has("lang=\"en\"") && page.has("Sign in"));
    assert!(b.get("/sign-in").await.has("Sign in"), "the language is remembered");
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'self'") && !policy.contains("unsafe"));
    assert_eq!(page.headers["cache-control"], "no-store");
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
    assert_eq!(page.headers["x-content-type-options"], "nosniff");
    assert!(!page.has("<script") && !page.has(" style=\"") && !page.has(" onclick"));
    let css = page.body.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let sheet = b.get(css).await;
    assert!(sheet.status == 200 && sheet.has("--berry") && sheet.headers["content-type"] == "text/css; charset=utf-8");
    g.end().await;
}
