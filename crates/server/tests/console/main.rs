//! The officers' console through HTTP, on both databases. Not for the look of its pages (see `examples/console.rs`).
//!
//! What a newcomer would get wrong: every story gets a gateway and a database of its own; a name in it may be used again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod gateway;
mod seed;
mod stories_apart;
mod stories_case;
mod stories_door;
mod stories_dossiers;
mod stories_files;
mod stories_unanswered;
mod stories_work;

use gateway::Gateway;
use vungsam_server::testing::Postgres;

macro_rules! stories {
    ($($module:ident :: $name:ident),* $(,)?) => {
        mod on_sqlite {
            $( #[tokio::test]
            async fn $name() {
                super::$module::$name(super::Gateway::start(None).await).await;
            } )*
        }

        /// One cluster for all of them: starting it takes longer than a story.
        #[tokio::test]
        async fn every_story_on_postgres() {
            let postgres = Postgres::start().await.unwrap();
            $(
                println!("{}", stringify!($name));
                $module::$name(Gateway::start(Some(postgres.fresh().await.unwrap())).await).await;
            )*
        }
    };
}

stories![
    stories_files::a_file_is_looked_at_mended_and_taken_in_once,
    stories_files::a_file_is_its_officers_own_and_needs_the_token,
    stories_door::the_first_sign_in_asks_for_a_password_of_ones_own,
    stories_door::five_wrong_passwords_lock_a_login_for_fifteen_minutes,
    stories_door::an_unknown_login_is_answered_like_a_known_one,
    stories_door::a_form_without_its_token_is_refused,
    stories_door::a_session_ends_by_sign_out_and_by_idling,
    stories_door::only_a_loopback_name_is_answered_and_pages_carry_their_headers,
    stories_work::an_answer_reaches_the_feed_of_the_phone,
    stories_work::a_refusal_needs_a_reason_and_keeps_what_was_typed,
    stories_work::a_form_sent_twice_is_one_step_and_a_stale_one_is_none,
    stories_work::an_officer_sees_only_complaints_of_their_communes,
    stories_work::the_queue_is_narrowed_searched_sorted_and_paged,
    stories_work::what_is_not_there_is_not_found_and_garbage_breaks_nothing,
    stories_work::photos_are_shown_to_officers_only,
    stories_case::a_question_stops_the_clock_until_the_sender_answers,
    stories_case::a_transfer_is_asked_about_and_reaches_the_phone_with_number_and_day,
    stories_case::giving_it_to_an_officer_is_inside_and_to_a_commune_is_told,
    stories_case::a_duplicate_tells_its_sender_nothing_of_the_other,
    stories_case::photos_of_an_officer_go_with_an_answer,
    stories_case::a_muted_device_leaves_the_queue_of_one_commune_and_is_still_received,
    stories_case::versions_of_a_report_are_one_case,
    stories_apart::nothing_set_apart_is_shown_to_an_ordinary_officer,
    stories_apart::a_leader_reads_what_was_set_apart_and_every_look_is_written_down,
    stories_apart::a_mistaken_mark_is_undone_by_the_leader,
    stories_apart::every_version_of_what_was_set_apart_is_hidden,
    stories_unanswered::an_officer_sees_what_is_asked_most_and_notes_what_became_of_it,
    stories_unanswered::noting_needs_the_token_a_known_word_and_a_question_of_the_officers,
    stories_dossiers::an_officer_adds_a_dossier_and_the_phone_that_waited_for_it_hears_each_step,
    stories_dossiers::a_step_says_exactly_what_is_missing_and_keeps_what_was_typed,
    stories_dossiers::moving_back_or_replacing_the_digits_needs_the_tick,
    stories_dossiers::a_step_sent_twice_is_one_and_after_a_colleagues_none,
    stories_dossiers::an_officer_sees_only_dossiers_of_their_communes,
    stories_dossiers::the_list_shows_first_what_is_late_or_waits_and_finds_a_code_however_it_is_written,
];
