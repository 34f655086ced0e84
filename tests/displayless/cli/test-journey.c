/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole way with hosoctl and the real demo portal, the ways it can end, and kill -9 of either side at
 * every moment: in the end the portal has exactly one submission and its receipt is verified. */
#include "../demo-portal/portal-run.h"
#include "../dossier/dossier-test.h"
#include "../portal/fault-server.h"
#include "cli-run.h"

#include <string.h>

#define PAPER_BYTES 2500000

static const char *const approve[] = { "--auto-approve", "lan", NULL };

static CliRun *
run_journey (CliPlace *place, const char *url, const char *answers, gboolean with_paper)
{
  g_autofree char *given =
    answers != NULL ? g_strdup (answers) : hs_test_fixture ("journey/answers.json");
  g_autofree char *paper = hs_test_fixture ("journey/giay-chung-sinh.jpg");
  g_autofree char *attach = g_strconcat ("giay-chung-sinh=", paper, NULL);
  g_autofree char *folder = cli_place_path (place, "slips");

  return cli_run (place, "journey", "1.001193", "--json", "--portal", url, "--answers", given,
                  "--office", "00004", "--wait", "5", "-o", folder, with_paper ? "--attach" : NULL,
                  attach, NULL);
}

static void
test_happy (void)
{
  static const char *const instant[] = { "--auto-approve", "lan", "--autopilot", "instant", NULL };
  static const char *const with_the_office[] = { "accepted", "in-process", "processed", "returned",
                                                 NULL };
  g_autoptr (Portal) portal = portal_start (instant);
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autoptr (CliRun) run = run_journey (place, portal->url, NULL, TRUE);
  g_autofree char *slip = NULL;
  g_autofree char *saved = cli_place_path (place, "again.pdf");
  g_autofree char *again = NULL;
  g_autoptr (CliRun) fetched = NULL;
  gsize length, again_length;
  const char *file = NULL;
  JsonArray *events;

  if (run->status != 0)
    g_test_message ("%s", run->err);
  g_assert_cmpint (run->status, ==, 0);
  /* it ends with the slip in hand; the officer of this portal may be further already */
  g_assert_true (g_strv_contains (with_the_office, cli_text (run, "/state")));
  g_assert_cmpint (journal_count (portal, cli_text (run, "/id"), 0), ==, 1);
  g_assert_cmpstr (cli_text (run, "/receipt/referenceNo"), ==, cli_text (run, "/referenceNo"));
  g_assert_true (g_file_get_contents (cli_text (run, "/slip"), &slip, &length, NULL));
  g_assert_true (g_str_has_prefix (slip, "%PDF-"));
  /* what was fetched is there without the portal */
  events = hs_json_array (json_node_get_object (run->json), "events");
  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      JsonObject *event = json_array_get_object_element (events, i);

      if (g_str_has_prefix (hs_json_string (event, "fileName", ""), "Giay-tiep-nhan"))
        file = hs_json_string (event, "fileId", NULL);
    }
  g_assert_nonnull (file);
  portal_kill (portal);
  fetched = cli_expect (place, 0, "fetch", cli_text (run, "/id"), file, "-o", saved, NULL);
  g_assert_true (g_file_get_contents (saved, &again, &again_length, NULL));
  g_assert_cmpmem (slip, length, again, again_length);
  portal_restart (portal);
}

static void
test_bad_answers (void)
{
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autofree char *answers = cli_place_path (place, "bad.json");
  g_autoptr (CliRun) run = NULL;
  g_autoptr (CliRun) listed = NULL;

  g_assert_true (g_file_set_contents (answers, "{\"con\":{\"hoTen\":\"Bé\"}}", -1, NULL));
  run = run_journey (place, "http://127.0.0.1:9", answers, TRUE);
  g_assert_cmpint (run->status, ==, 1);
  g_assert_cmpstr (cli_code (run), ==, "dossier:incomplete");
  /* the draft stays, with what was given */
  listed = cli_expect (place, 0, "dossier", "list", "--json", NULL);
  g_assert_cmpstr (cli_text (listed, "/0/state"), ==, "draft");
  g_assert_cmpstr (cli_text (listed, "/0/title"), ==, "Đăng ký khai sinh · BÉ");
}

static void
test_missing_paper (void)
{
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autoptr (CliRun) run = run_journey (place, "http://127.0.0.1:9", NULL, FALSE);

  g_assert_cmpint (run->status, ==, 1);
  g_assert_nonnull (strstr (cli_text (run, "/error/message"), "papers:giay-chung-sinh"));
}

static void
test_unreachable (void)
{
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autoptr (CliRun) run = run_journey (place, "http://127.0.0.1:9", NULL, TRUE);
  g_autoptr (CliRun) sent = NULL;
  g_autoptr (CliRun) listed = cli_expect (place, 0, "dossier", "list", "--json", NULL);

  g_assert_cmpint (run->status, ==, 4);
  g_assert_cmpstr (cli_code (run), ==, "portal:unreachable");
  g_assert_cmpstr (cli_text (listed, "/0/state"), ==, "draft");
  /* "send later": it is in the outbox, and stays there */
  sent = cli_expect (place, 4, "send", "--json", "--portal", "http://127.0.0.1:9",
                     cli_text (listed, "/0/id"), NULL);
  g_assert_cmpstr (cli_code (sent), ==, "portal:unreachable");
  g_clear_pointer (&listed, cli_run_free);
  listed = cli_expect (place, 0, "dossier", "list", "--json", NULL);
  g_assert_cmpstr (cli_text (listed, "/0/state"), ==, "queued");
}

static void
say_welcome (const FaultRequest *request, FaultAnswer *answer, gpointer data)
{
  fault_answer_body (answer, 200, NULL, "text/html", "<html>Welcome to our Wi-Fi</html>");
}

static void
test_captive_portal (void)
{
  g_autoptr (CliPlace) place = cli_place_new ();
  FaultServer *server = fault_server_new (say_welcome, NULL, NULL);
  g_autoptr (CliRun) run = run_journey (place, fault_server_get_url (server), NULL, TRUE);

  g_assert_cmpint (run->status, ==, 4);
  g_assert_cmpstr (cli_code (run), ==, "portal:captive");
  fault_server_free (server);
}

static void
test_not_signed_in (void)
{
  g_autoptr (Portal) portal = portal_start (NULL);
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autofree char *paper = hs_test_fixture ("journey/giay-chung-sinh.jpg");
  g_autofree char *id = cli_make_dossier (place, paper);
  g_autoptr (CliRun) run =
    cli_expect (place, 3, "send", "--json", "--portal", portal->url, id, NULL);

  g_assert_cmpstr (cli_code (run), ==, "portal:sign-in");
}

/* What is queued for later stays there when another one is sent. */
static void
test_send_one (void)
{
  g_autoptr (Portal) portal = portal_start (approve);
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autofree char *paper = hs_test_fixture ("journey/giay-chung-sinh.jpg");
  g_autofree char *later = cli_make_dossier (place, paper);
  g_autofree char *now = cli_make_dossier (place, paper);
  g_autoptr (CliRun) queued =
    cli_expect (place, 3, "send", "--json", "--portal", portal->url, later, NULL);
  g_autoptr (CliRun) sent = cli_expect (place, 0, "send", "--json", "--portal", portal->url,
                                        "--sign-in", "device", now, NULL);
  g_autoptr (CliRun) shown = cli_expect (place, 0, "dossier", "show", "--json", later, NULL);

  g_assert_cmpstr (cli_code (queued), ==, "portal:sign-in");
  g_assert_cmpstr (cli_text (sent, "/state"), ==, "submitted");
  g_assert_cmpint (journal_count (portal, now, 0), ==, 1);
  g_assert_cmpint (journal_count (portal, later, 0), ==, 0);
  g_assert_cmpstr (cli_text (shown, "/state"), ==, "queued");
  g_assert_false (hs_json_bool (json_node_get_object (shown->json), "sendFailed", TRUE));
}

static void
test_refused (void)
{
  g_autofree char *seed = dossier_test_make_other_edition ();
  const char *const arguments[] = { "--auto-approve", "lan", "--seed-dir", seed, NULL };
  g_autoptr (Portal) portal = portal_start (arguments);
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autoptr (CliRun) run = run_journey (place, portal->url, NULL, TRUE);
  g_autoptr (CliRun) listed = cli_expect (place, 0, "dossier", "list", "--json", NULL);
  g_autoptr (CliRun) shown = NULL;
  g_autoptr (CliRun) back = NULL;

  g_assert_cmpint (run->status, ==, 3);
  g_assert_cmpstr (cli_code (run), ==, "portal:invalid");
  g_assert_cmpstr (cli_text (run, "/error/problem"), ==, "form-withdrawn");
  /* a later look says why it is not under way */
  shown = cli_expect (place, 0, "dossier", "show", "--json", cli_text (listed, "/0/id"), NULL);
  g_assert_true (hs_json_bool (json_node_get_object (shown->json), "sendFailed", FALSE));
  g_assert_cmpstr (cli_text (shown, "/sendError/code"), ==, "portal:invalid");
  back = cli_expect (place, 0, "unqueue", "--json", "--portal", portal->url, "--sign-in", "device",
                     cli_text (listed, "/0/id"), NULL);
  g_assert_cmpstr (cli_text (back, "/state"), ==, "draft");
  dossier_test_remove_other_edition (seed);
}

/* Sends again after whatever happened; both sides must agree. */
static void
assert_filed_once (CliPlace *place, Portal *portal, const char *id)
{
  g_autoptr (CliRun) sent = cli_expect (place, 0, "send", "--json", "--wait", "--timeout", "60",
                                        "--portal", portal->url, "--sign-in", "device", id, NULL);
  g_autoptr (CliRun) again =
    cli_expect (place, 0, "send", "--json", "--portal", portal->url, id, NULL);
  g_autoptr (CliRun) whole = cli_expect (place, 0, "store", "check", "--json", NULL);

  g_assert_cmpint (journal_count (portal, id, 0), ==, 1);
  g_assert_cmpint (hs_json_int (json_node_get_object (whole->json), "receiptsVerified", 0), >=, 1);
  g_assert_cmpstr (cli_text (sent, "/state"), ==, "submitted");
  g_assert_cmpstr (cli_text (sent, "/receipt/dossierId"), ==, id);
  g_assert_cmpstr (cli_text (sent, "/receiptProof/keyId"), !=, "");
  g_assert_true (hs_json_bool (json_node_get_object (sent->json), "receiptVerified", FALSE));
  g_assert_cmpstr (cli_text (again, "/referenceNo"), ==, cli_text (sent, "/referenceNo"));
}

/* hosoctl says a line at each step; it is killed after each of them. */
static void
test_kill_client (void)
{
  g_autoptr (Portal) portal = portal_start (approve);
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autofree char *paper = cli_place_path (place, "paper.pdf");
  gboolean killed = TRUE;
  guint n = 0;

  cli_make_pdf (paper, PAPER_BYTES);
  /* wide enough that a kill finds the request in flight */
  portal_fault (portal, "delay=150,path=/v1/dossiers,method=POST");
  portal_fault (portal, "delay=60,path=/v1/uploads");
  for (guint lines = 1; killed && lines < 40; lines++)
    {
      g_autofree char *id = cli_make_dossier (place, paper);
      const char *const send[] = {
        "send", "--portal", portal->url, "--sign-in", "device", id, NULL
      };

      killed = cli_run_and_kill (place, send, lines);
      n += killed;
      assert_filed_once (place, portal, id);
    }
  g_test_message ("killed after each of %u lines", n);
  g_assert_cmpuint (n, >=, 8);
}

static void
test_kill_portal (void)
{
  static const char *const deaths[] = {
    "die=before,path=*/submission,once",
    "die=commit,path=*/submission,once",
    "die=after,path=*/submission,once",
    "die=before,path=/v1/uploads,method=PATCH,skip=2,once",
    "die=after,path=/v1/dossiers,method=POST,once",
  };

  for (guint i = 0; i < G_N_ELEMENTS (deaths); i++)
    {
      g_autoptr (Portal) portal = portal_start (approve);
      g_autoptr (CliPlace) place = cli_place_new ();
      g_autofree char *paper = cli_place_path (place, "paper.pdf");
      g_autofree char *id = NULL;
      g_autofree char *url = g_strdup (portal->url);
      g_autoptr (CliRun) lost = NULL;
      g_autoptr (CliRun) shown = NULL;

      cli_make_pdf (paper, PAPER_BYTES);
      id = cli_make_dossier (place, paper);
      portal_fault (portal, deaths[i]);
      lost =
        cli_expect (place, 4, "send", "--json", "--portal", url, "--sign-in", "device", id, NULL);
      portal_expect_death (portal);
      shown = cli_expect (place, 0, "dossier", "show", "--json", id, NULL);
      g_assert_cmpstr (cli_text (shown, "/referenceNo"), ==, "");
      g_assert_cmpstr (cli_text (shown, "/state"), ==,
                       strstr (deaths[i], "submission") != NULL ? "unconfirmed" : "sending");
      portal_restart_with (portal, approve);
      assert_filed_once (place, portal, id);
    }
}

static gpointer
run_in_thread (gpointer data)
{
  gpointer *pair = data;

  return cli_runv (pair[0], pair[1], NULL);
}

/* Two processes at once: one sends, the other says who does. */
static void
test_two_processes (void)
{
  g_autoptr (Portal) portal = portal_start (approve);
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autofree char *paper = cli_place_path (place, "paper.pdf");
  g_autofree char *id = NULL;
  g_autoptr (CliRun) first = NULL;
  const char *const send[] = { "send",   "--json", "--portal", portal->url, "--sign-in",
                               "device", "--wait", NULL,       NULL };

  cli_make_pdf (paper, PAPER_BYTES);
  id = cli_make_dossier (place, paper);
  /* frozen first, so that both find it in the outbox */
  first = cli_expect (place, 4, "send", "--portal", "http://127.0.0.1:9", id, NULL);
  portal_fault (portal, "delay=400,path=*/submission,once");
  {
    const char *argv[G_N_ELEMENTS (send) + 1] = { NULL };
    GThread *threads[2];
    gpointer data[2][2];

    for (guint i = 0; send[i] != NULL; i++)
      {
        argv[i] = send[i];
        argv[i + 1] = id;
      }
    for (guint i = 0; i < 2; i++)
      {
        data[i][0] = place;
        data[i][1] = argv;
        threads[i] = g_thread_new ("hosoctl", run_in_thread, data[i]);
      }
    for (guint i = 0; i < 2; i++)
      {
        CliRun *run = g_thread_join (threads[i]);

        if (run->status != 0)
          g_test_message ("%s", run->err);
        g_assert_cmpint (run->status, ==, 0);
        cli_run_free (run);
      }
  }
  g_assert_cmpint (journal_count (portal, id, 0), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/journey/happy", test_happy);
  g_test_add_func ("/cli/journey/bad-answers", test_bad_answers);
  g_test_add_func ("/cli/journey/missing-paper", test_missing_paper);
  g_test_add_func ("/cli/journey/unreachable", test_unreachable);
  g_test_add_func ("/cli/journey/captive-portal", test_captive_portal);
  g_test_add_func ("/cli/journey/not-signed-in", test_not_signed_in);
  g_test_add_func ("/cli/journey/send-one", test_send_one);
  g_test_add_func ("/cli/journey/refused", test_refused);
  g_test_add_func ("/cli/journey/kill-client", test_kill_client);
  g_test_add_func ("/cli/journey/kill-portal", test_kill_portal);
  g_test_add_func ("/cli/journey/two-processes", test_two_processes);
  return g_test_run ();
}
