/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of hosoctl that need no portal: verdicts, exit codes, and one JSON value each. */
#include "cli-run.h"

#include "hs-test.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>

static void
test_call (void)
{
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autoptr (CliRun) none = cli_expect (place, 2, NULL);
  g_autoptr (CliRun) unknown = cli_expect (place, 2, "dance", NULL);
  g_autoptr (CliRun) help = cli_expect (place, 0, "--help", NULL);
  g_autoptr (CliRun) command_help = cli_expect (place, 0, "dossier", "attach", "--help", NULL);
  g_autoptr (CliRun) too_few = cli_expect (place, 2, "dossier", "attach", "x", NULL);
  g_autoptr (CliRun) too_many = cli_expect (place, 2, "store", "check", "x", NULL);
  g_autoptr (CliRun) option = cli_expect (place, 2, "store", "check", "--fast", NULL);
  g_autoptr (CliRun) version = cli_expect (place, 0, "--version", NULL);
  /* one JSON value also when the call is wrong */
  g_autoptr (CliRun) json_option =
    cli_expect (place, 2, "store", "check", "--json", "--fast", NULL);
  g_autoptr (CliRun) json_few = cli_expect (place, 2, "dossier", "attach", "x", "--json", NULL);
  g_autoptr (CliRun) json_unknown = cli_expect (place, 2, "dance", "--json", NULL);

  g_assert_nonnull (strstr (help->out, "journey"));
  g_assert_nonnull (strstr (help->out, "the portal cannot be reached"));
  g_assert_nonnull (strstr (command_help->out, "--password-file"));
  g_assert_cmpstr (too_few->out, ==, "");
  g_assert_cmpstr (cli_code (json_option), ==, "call:usage");
  g_assert_cmpstr (cli_code (json_few), ==, "call:usage");
  g_assert_cmpstr (cli_code (json_unknown), ==, "call:usage");
  g_assert_true (g_str_has_prefix (version->out, "hosoctl "));
}

/* Half an answer must not pass for a whole one. */
static void
test_output_is_lost (void)
{
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autofree char *binary =
    g_build_filename (g_getenv ("HOSO_BUILD_DIR"), "src", "cli", "hosoctl", NULL);
  const char *const lines[] = { "dossier list --json", "dossier list", "--help", "--version" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *line = g_strdup_printf ("HOSO_DATA_DIR='%s/data' '%s' %s > /dev/full",
                                               place->dir, binary, lines[i]);
      const char *const argv[] = { "/bin/sh", "-c", line, NULL };
      g_autofree char *err = NULL;
      g_autoptr (GError) error = NULL;
      int status;

      g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL,
                                   &err, &status, &error));
      g_assert_no_error (error);
      g_assert_cmpint (WEXITSTATUS (status), ==, 2);
      g_assert_cmpstr (err, !=, "");
    }
}

/* Refused at the call: nothing is frozen for a portal that cannot be one. */
static void
test_bad_portal (void)
{
  g_autoptr (CliPlace) place = cli_place_new ();
  const char *const urls[] = { "javascript:x", "ftp://example.com", "http://example.com", "x",
                               "https://" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (CliRun) run =
        cli_expect (place, 2, "dossier", "list", "--json", "--portal", urls[i], NULL);

      g_assert_cmpstr (cli_code (run), ==, "call:bad-value");
    }
}

/* json check on the public suite: y_ is valid, n_ is not, i_ is up to us. */
static void
test_json_suite (void)
{
  g_autofree char *folder = hs_test_suite ("json-parsing/test_parsing");
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autoptr (GPtrArray) argv = NULL;
  g_autoptr (CliRun) run = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;
  JsonArray *verdicts;
  guint n = 0;

  if (folder == NULL)
    {
      g_test_skip ("the public JSON parsing suite is not here");
      return;
    }
  argv = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (argv, g_strdup ("json"));
  g_ptr_array_add (argv, g_strdup ("check"));
  g_ptr_array_add (argv, g_strdup ("--json"));
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (name[0] == 'y' || name[0] == 'n')
      g_ptr_array_add (argv, g_build_filename (folder, name, NULL));
  g_ptr_array_add (argv, NULL);
  run = cli_runv (place, (const char *const *) argv->pdata, NULL);
  g_assert_cmpint (run->status, ==, 1);
  g_assert_nonnull (run->json);
  verdicts = json_node_get_array (run->json);
  for (guint i = 0; i < json_array_get_length (verdicts); i++)
    {
      JsonObject *verdict = json_array_get_object_element (verdicts, i);
      g_autofree char *base = g_path_get_basename (hs_json_string (verdict, "file", ""));

      g_test_message ("%s", base);
      g_assert_cmpint (hs_json_bool (verdict, "valid", FALSE), ==, base[0] == 'y');
      n++;
    }
  g_assert_cmpuint (n, ==, 283);
}

static void
test_json_deep (void)
{
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autofree char *path = cli_place_path (place, "deep.json");
  g_autofree char *open = g_strnfill (1000000, '[');
  g_autofree char *close = g_strnfill (1000000, ']');
  g_autofree char *text = g_strconcat (open, close, NULL);
  g_autoptr (CliRun) run = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  run = cli_expect (place, 1, "json", "check", "--json", path, NULL);
  g_assert_cmpstr (cli_text (run, "/0/error/code"), ==, "base:json-depth");
}

static void
test_json_places (void)
{
  static const char *const input = "{\"a\": 1,\n \"b\": tru}\n";
  static const char *const from_stdin[] = { "json", "check", "-", NULL };
  static const char *const missing[] = { "json", "check", "/nowhere/at/all.json", NULL };
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autoptr (CliRun) bad = cli_runv (place, from_stdin, input);
  g_autoptr (CliRun) good = cli_runv (place, from_stdin, "[1, 2]\n");
  g_autoptr (CliRun) absent = cli_runv (place, missing, NULL);

  g_assert_cmpint (bad->status, ==, 1);
  g_assert_nonnull (strstr (bad->out, "line 2"));
  g_assert_nonnull (strstr (bad->out, "column"));
  g_assert_cmpint (good->status, ==, 0);
  g_assert_cmpint (absent->status, ==, 2);
}

static void
test_catalogue (void)
{
  static const struct
  {
    const char *words;
    const char *code;
  } cases[] = {
    { "dang ky khai sinh", "1.001193" },
    { "giấy độc thân", "1.004873" },
    { "nhap ho khau", "1.004222" },
  };
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autoptr (CliRun) shown = NULL;
  g_autoptr (CliRun) unknown = NULL;
  g_autoptr (CliRun) nothing = NULL;
  g_autoptr (CliRun) unit = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CliRun) run =
        cli_expect (place, 0, "catalogue", "search", "--json", cases[i].words, NULL);

      g_assert_cmpstr (cli_text (run, "/0/code"), ==, cases[i].code);
    }
  shown = cli_expect (place, 0, "catalogue", "show", "1.001193", "--json", NULL);
  g_assert_cmpstr (cli_text (shown, "/evidence/0/id"), ==, "giay-chung-sinh");
  unknown = cli_expect (place, 2, "catalogue", "show", "9.999999", "--json", NULL);
  g_assert_cmpstr (cli_code (unknown), ==, "catalogue:not-found");
  nothing = cli_expect (place, 0, "catalogue", "search", "--json", "qqqqzzzz", NULL);
  g_assert_cmpstr (nothing->out, ==, "[]\n");
  unit = cli_expect (place, 0, "unit", "search", "--json", "ba dinh", NULL);
  g_assert_cmpstr (cli_text (unit, "/0/code"), ==, "00004");
}

static void
test_import (void)
{
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autofree char *good_path = hs_test_fixture ("catalogue/details.json");
  g_autofree char *bad_path = hs_test_fixture ("catalogue/not-procedures.json");
  g_autoptr (CliRun) good = cli_expect (place, 0, "catalogue", "import", "--json", good_path, NULL);
  g_autoptr (CliRun) bad = cli_expect (place, 2, "catalogue", "import", "--json", bad_path, NULL);
  g_autoptr (CliRun) absent =
    cli_expect (place, 2, "catalogue", "import", "--json", "/nowhere", NULL);

  g_assert_cmpint (
    hs_json_int (json_array_get_object_element (json_node_get_array (good->json), 0), "read", 0), >,
    0);
  g_assert_cmpstr (cli_code (bad), ==, "catalogue:format");
  g_assert_cmpstr (cli_code (absent), ==, "file:not-found");
}

static void
write_text (const char *path, const char *text)
{
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
test_form (void)
{
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autofree char *package =
    g_build_filename (g_getenv ("HOSO_SHARE_DIR"), "forms", "khai-sinh.json", NULL);
  g_autofree char *answers = hs_test_fixture ("journey/answers.json");
  g_autofree char *filled = cli_place_path (place, "filled.json");
  g_autofree char *pdf = cli_place_path (place, "form.pdf");
  g_autofree char *broken = cli_place_path (place, "broken.json");
  g_autofree char *strange = cli_place_path (place, "strange.json");
  g_autofree char *head = NULL;
  g_autoptr (CliRun) checked = cli_expect (place, 0, "form", "check", "--json", package, NULL);
  g_autoptr (CliRun) valid =
    cli_expect (place, 0, "form", "validate", "--json", "khai-sinh", answers, NULL);
  g_autoptr (CliRun) fill = cli_expect (place, 0, "form", "fill", "khai-sinh", "--answers", answers,
                                        "-o", filled, "/con/ngaySinh=31/12/2199", NULL);
  g_autoptr (CliRun) invalid =
    cli_expect (place, 1, "form", "validate", "--json", "khai-sinh", "--answers", filled, NULL);
  g_autoptr (CliRun) printed =
    cli_expect (place, 0, "form", "print", "khai-sinh", answers, "-o", pdf, NULL);
  g_autoptr (CliRun) summary =
    cli_expect (place, 0, "form", "print", "khai-sinh", answers, "--summary", "-o", pdf, NULL);
  g_autoptr (CliRun) no_field =
    cli_expect (place, 1, "form", "fill", "khai-sinh", "/no/such=1", NULL);
  g_autoptr (CliRun) no_form =
    cli_expect (place, 2, "form", "validate", "--json", "no-such-form", answers, NULL);
  g_autoptr (CliRun) syntax = NULL;
  g_autoptr (CliRun) stranger = NULL;
  g_autoptr (CliRun) package_broken = NULL;
  g_autoptr (CliRun) no_folder = NULL;

  g_assert_true (g_file_get_contents (pdf, &head, NULL, NULL));
  g_assert_true (g_str_has_prefix (head, "%PDF-"));
  g_assert_cmpstr (cli_text (invalid, "/problems/0/at"), ==, "/con/ngaySinh");
  g_assert_cmpstr (cli_code (no_form), ==, "form:not-found");
  write_text (broken, "{\"con\": {\"hoTen\": }");
  syntax = cli_expect (place, 2, "form", "validate", "--json", "khai-sinh", broken, NULL);
  g_assert_cmpstr (cli_code (syntax), ==, "base:json-syntax");
  write_text (strange, "{\"answers\": {\"matTrang\": 1}}");
  stranger = cli_expect (place, 1, "form", "validate", "--json", "khai-sinh", strange, NULL);
  g_assert_cmpstr (cli_code (stranger), ==, "form:answers");
  package_broken = cli_expect (place, 1, "form", "check", "--json", strange, NULL);
  g_assert_cmpstr (cli_text (package_broken, "/0/error/code"), ==, "form:package");
  /* once, with the exit code of the process */
  g_assert_cmpuint (json_array_get_length (json_node_get_array (package_broken->json)), ==, 1);
  g_assert_cmpint (json_node_get_int (hs_json_pointer_get (package_broken->json, "/0/error/exit")),
                   ==, 1);
  no_folder = cli_expect (place, 2, "form", "print", "--json", "khai-sinh", answers, "-o",
                          "/no/such/folder/x.pdf", NULL);
  g_assert_cmpstr (cli_code (no_folder), ==, "call:folder");
}

/* What is personal need not be an argument, which every user of the machine can see. */
static void
test_form_from_file (void)
{
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autofree char *pairs = cli_place_path (place, "pairs.txt");
  const char *const from_file[] = { "form",        "fill", "--json", "khai-sinh",
                                    "--from-file", pairs,  NULL };
  const char *const from_input[] = { "form", "fill", "--json", "khai-sinh", "-", NULL };
  const char *text = "/con/hoTen=NGUYỄN AN BÌNH\r\n\n/con/danToc=Kinh\n";
  g_autoptr (CliRun) file = NULL;
  g_autoptr (CliRun) input = NULL;
  g_autoptr (CliRun) wrong = NULL;

  write_text (pairs, text);
  file = cli_runv (place, from_file, NULL);
  input = cli_runv (place, from_input, text);
  wrong = cli_runv (place, from_input, "/no/such=1\n");
  g_assert_cmpint (file->status, ==, 0);
  g_assert_cmpstr (cli_text (file, "/answers/con/hoTen"), ==, "NGUYỄN AN BÌNH");
  g_assert_cmpstr (input->out, ==, file->out);
  g_assert_cmpint (wrong->status, ==, 1);
}

/* Rows can be filled from the command line too, one after the other. */
static void
test_form_fill_rows (void)
{
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autoptr (CliRun) filled = cli_expect (
    place, 0, "form", "fill", "--json", "thuong-tru", "/thanhVien/danhSach/0/hoTen=Lê Thị Hoa",
    "/thanhVien/danhSach/1/hoTen=Lê Văn An", "/thanhVien/danhSach/0/gioiTinh=Nữ", NULL);

  g_assert_cmpstr (cli_text (filled, "/answers/thanhVien/danhSach/0/hoTen"), ==, "Lê Thị Hoa");
  g_assert_cmpstr (cli_text (filled, "/answers/thanhVien/danhSach/1/hoTen"), ==, "Lê Văn An");
  cli_run_free (cli_expect (place, 1, "form", "fill", "thuong-tru",
                            "/thanhVien/danhSach/1/hoTen=Lê Văn An", NULL));
  cli_run_free (
    cli_expect (place, 1, "form", "fill", "thuong-tru", "/thanhVien/danhSach=hai", NULL));
  cli_run_free (
    cli_expect (place, 1, "form", "fill", "khai-sinh", "/con/ngaySinhBangChu=một", NULL));
}

static void
test_dossier (void)
{
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autofree char *answers = hs_test_fixture ("journey/answers.json");
  g_autofree char *paper = hs_test_fixture ("journey/giay-chung-sinh.jpg");
  g_autofree char *pdf = cli_place_path (place, "to-khai.pdf");
  g_autoptr (CliRun) begun = cli_expect (place, 0, "dossier", "new", "--json", "1.001193", NULL);
  g_autofree char *id = g_strdup (cli_text (begun, "/id"));
  g_autofree char *brief = g_strndup (id, 6);
  g_autoptr (CliRun) empty = cli_expect (place, 1, "dossier", "check", "--json", id, NULL);
  g_autoptr (CliRun) filled = cli_expect (place, 0, "dossier", "fill", brief, answers, NULL);
  g_autoptr (CliRun) no_unit =
    cli_expect (place, 2, "dossier", "office", "--json", id, "99999", NULL);
  g_autoptr (CliRun) office = cli_expect (place, 0, "dossier", "office", id, "00004", NULL);
  g_autoptr (CliRun) no_mode = cli_expect (place, 2, "dossier", "delivery", id, "pigeon", NULL);
  g_autoptr (CliRun) delivery =
    cli_expect (place, 0, "dossier", "delivery", id, "post", "12 phố Huế", NULL);
  g_autoptr (CliRun) no_slot =
    cli_expect (place, 2, "dossier", "attach", "--json", id, "no-such-paper", paper, NULL);
  g_autoptr (CliRun) attached =
    cli_expect (place, 0, "dossier", "attach", "--json", id, "giay-chung-sinh", paper, NULL);
  g_autofree char *file = g_strdup (cli_text (attached, "/papers/0/files/0/id"));
  g_autoptr (CliRun) detached = cli_expect (place, 0, "dossier", "detach", id, file, NULL);
  g_autoptr (CliRun) again =
    cli_expect (place, 0, "dossier", "attach", id, "giay-chung-sinh", paper, NULL);
  g_autoptr (CliRun) undeclared = cli_expect (place, 1, "dossier", "check", "--json", id, NULL);
  g_autoptr (CliRun) unsent = cli_expect (place, 1, "send", "--json", id, NULL);
  g_autoptr (CliRun) declared = cli_expect (place, 0, "dossier", "declare", id, NULL);
  g_autoptr (CliRun) ready = cli_expect (place, 0, "dossier", "check", id, NULL);
  g_autoptr (CliRun) printed = cli_expect (place, 0, "dossier", "print", id, "-o", pdf, NULL);
  g_autoptr (CliRun) listed = cli_expect (place, 0, "dossier", "list", "--json", NULL);
  g_autoptr (CliRun) known = cli_expect (place, 0, "status", "--json", id, NULL);
  g_autoptr (CliRun) stale =
    cli_expect (place, 3, "status", "--json", id, "--portal", "http://127.0.0.1:1", NULL);
  g_autoptr (CliRun) whole = cli_expect (place, 0, "store", "check", NULL);
  g_autoptr (CliRun) deleted = cli_expect (place, 0, "dossier", "delete", id, NULL);
  g_autoptr (CliRun) gone = cli_expect (place, 2, "dossier", "show", "--json", id, NULL);

  g_assert_cmpstr (cli_text (empty, "/missing/0"), ==, "office:not-chosen");
  g_assert_cmpstr (cli_code (no_unit), ==, "catalogue:not-found");
  g_assert_cmpstr (cli_code (no_slot), ==, "dossier:slot");
  g_assert_cmpstr (cli_text (undeclared, "/missing/0"), ==, "review:statement");
  g_assert_cmpstr (cli_code (unsent), ==, "dossier:incomplete");
  g_assert_cmpstr (cli_text (listed, "/0/state"), ==, "draft");
  g_assert_cmpstr (cli_text (listed, "/0/title"), ==, "Đăng ký khai sinh · NGUYỄN AN BÌNH");
  g_assert_cmpstr (cli_code (gone), ==, "dossier:not-found");
  /* what is only known here is marked */
  g_assert_null (hs_json_pointer_get (known->json, "/stale"));
  g_assert_true (json_node_get_boolean (hs_json_pointer_get (stale->json, "/stale")));
}

/* A record or a form that cannot be read is said, never taken for nothing. */
static void
test_damaged (void)
{
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autofree char *data = cli_place_path (place, "data");
  g_autofree char *blobs = g_build_filename (data, "blobs", NULL);
  g_autofree char *db = g_build_filename (data, "store.db", NULL);
  g_autofree char *address = cli_place_path (place, "address.txt");
  g_autoptr (CliRun) begun = cli_expect (place, 0, "dossier", "new", "--json", "1.001193", NULL);
  g_autofree char *id = g_strdup (cli_text (begun, "/id"));
  g_autoptr (CliRun) delivered = NULL;
  g_autoptr (CliRun) no_form = NULL;
  g_autoptr (CliRun) list = NULL;
  g_autoptr (CliRun) listed = NULL;
  g_autoptr (CliRun) shown = NULL;
  sqlite3 *sql = NULL;

  write_text (address, "  12 phố Huế\nHà Nội\n");
  delivered = cli_expect (place, 0, "dossier", "delivery", "--json", id, "post", "--address-file",
                          address, NULL);
  g_assert_cmpstr (cli_text (delivered, "/deliveryAddress"), ==, "12 phố Huế Hà Nội");
  cli_remove_tree (blobs);
  no_form = cli_expect (place, 2, "dossier", "show", "--json", id, NULL);
  g_assert_cmpstr (cli_text (no_form, "/id"), ==, id);
  g_assert_cmpstr (cli_code (no_form), !=, "");
  g_assert_null (strstr (no_form->err, "WARNING"));
  g_assert_cmpint (sqlite3_open (db, &sql), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (sql,
                                 "UPDATE record SET sealed = zeroblob (80) WHERE kind = 'dossier'",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (sql);
  list = cli_expect (place, 2, "dossier", "list", NULL);
  g_assert_null (strstr (list->out, "No dossiers yet"));
  g_assert_nonnull (strstr (list->err, id));
  listed = cli_expect (place, 2, "dossier", "list", "--json", NULL);
  g_assert_cmpstr (cli_text (listed, "/0/id"), ==, id);
  g_assert_cmpstr (cli_text (listed, "/0/error/code"), ==, "store:damaged");
  shown = cli_expect (place, 2, "dossier", "show", "--json", id, NULL);
  g_assert_cmpstr (cli_code (shown), ==, "store:damaged");
}

/* Bad papers: said with a code, and the draft stays. */
static void
test_bad_papers (void)
{
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autofree char *empty = cli_place_path (place, "empty.pdf");
  g_autofree char *text = cli_place_path (place, "letter.pdf");
  g_autofree char *cut = cli_place_path (place, "cut.jpg");
  g_autofree char *whole = hs_test_fixture ("journey/giay-chung-sinh.jpg");
  g_autofree char *locked = hs_test_fixture ("documents/encrypted.pdf");
  g_autofree char *bytes = NULL;
  gsize length;
  g_autoptr (CliRun) begun = cli_expect (place, 0, "dossier", "new", "--json", "1.001193", NULL);
  g_autofree char *id = g_strdup (cli_text (begun, "/id"));
  const struct
  {
    const char *path;
    const char *code;
  } cases[] = {
    { empty, "document:empty" },
    { text, "document:type" },
    { cut, "document:damaged" },
    { locked, "document:encrypted" },
  };

  write_text (empty, "");
  write_text (text, "Kính gửi: Ủy ban nhân dân phường\n");
  g_assert_true (g_file_get_contents (whole, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (cut, bytes, 300, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CliRun) run = cli_expect (place, 2, "dossier", "attach", "--json", id,
                                           "giay-chung-sinh", cases[i].path, NULL);
      g_autoptr (CliRun) shown = cli_expect (place, 0, "dossier", "show", "--json", id, NULL);

      g_assert_cmpstr (cli_code (run), ==, cases[i].code);
      g_assert_cmpstr (cli_text (shown, "/papers/0/files/0/id"), ==, "");
    }
}

static void
test_stable_bytes (void)
{
  g_autoptr (CliPlace) place = cli_place_new ();
  g_autoptr (CliRun) first = cli_expect (place, 0, "catalogue", "show", "--json", "1.001193", NULL);
  g_autoptr (CliRun) second =
    cli_expect (place, 0, "catalogue", "show", "--json", "1.001193", NULL);
  g_autofree char *canonical = hs_json_write (first->json);

  g_assert_cmpstr (first->out, ==, second->out);
  g_assert_cmpstr (g_strchomp (first->out), ==, canonical);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/call", test_call);
  g_test_add_func ("/cli/output-is-lost", test_output_is_lost);
  g_test_add_func ("/cli/bad-portal", test_bad_portal);
  g_test_add_func ("/cli/form-from-file", test_form_from_file);
  g_test_add_func ("/cli/form-fill-rows", test_form_fill_rows);
  g_test_add_func ("/cli/damaged", test_damaged);
  g_test_add_func ("/cli/json/suite", test_json_suite);
  g_test_add_func ("/cli/json/deep", test_json_deep);
  g_test_add_func ("/cli/json/places", test_json_places);
  g_test_add_func ("/cli/catalogue", test_catalogue);
  g_test_add_func ("/cli/import", test_import);
  g_test_add_func ("/cli/form", test_form);
  g_test_add_func ("/cli/dossier", test_dossier);
  g_test_add_func ("/cli/bad-papers", test_bad_papers);
  g_test_add_func ("/cli/stable-bytes", test_stable_bytes);
  return g_test_run ();
}
