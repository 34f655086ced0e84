/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hosoctl json check: the verdict of RFC 8259, and of our stricter reader, on files. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli.h"

#include "base/hs-file.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The reader has its own limit; this is only so that a pipe without end does not fill the memory. */
#define MAX_BYTES (128 * 1024 * 1024)

static GBytes *
read_stdin (GError **error)
{
  return hs_file_load ("/dev/stdin", MAX_BYTES, error);
}

/* Valid as RFC 8259 has it; what our reader would refuse all the same is told beside. */
static HsExit
judge (const char *path, HsJsonFlags flags, JsonObject *verdict, GError **error)
{
  g_autoptr (GBytes) bytes =
    strcmp (path, "-") == 0 ? read_stdin (error) : hs_file_load (path, MAX_BYTES, error);
  g_autoptr (JsonNode) node = NULL;

  json_object_set_string_member (verdict, "file", path);
  if (bytes == NULL)
    return HS_EXIT_USAGE;
  node = hs_json_parse_bytes (bytes, flags, error);
  json_object_set_boolean_member (verdict, "valid", node != NULL);
  if (node != NULL && (flags & HS_JSON_RFC8259))
    {
      g_autoptr (GError) refusal = NULL;
      g_autoptr (JsonNode) strict = hs_json_parse_bytes (bytes, flags & ~HS_JSON_RFC8259, &refusal);

      json_object_set_boolean_member (verdict, "usable", strict != NULL);
      if (strict == NULL)
        json_object_set_object_member (verdict, "refusal",
                                       hs_cli_verdict_to_json (refusal, HS_EXIT_DONE));
    }
  return node != NULL ? HS_EXIT_DONE : HS_EXIT_INVALID;
}

static HsExit
check (HsCli *cli, int argc, char **argv)
{
  gboolean exact = FALSE, strict = FALSE;
  HsJsonFlags flags;
  const GOptionEntry entries[] = {
    { "exact", 0, 0, G_OPTION_ARG_NONE, &exact, N_ ("Refuse numbers that would lose digits"),
      NULL },
    { "strict", 0, 0, G_OPTION_ARG_NONE, &strict,
      N_ (
        "Refuse what RFC 8259 allows but packages and answers may not have: a key twice, \\u0000"),
      NULL },
    { NULL },
  };
  JsonArray *verdicts;
  JsonNode *answer;
  HsExit worst = HS_EXIT_DONE;

  if (!hs_cli_parse (cli, &argc, &argv, entries, 1, -1))
    return HS_EXIT_USAGE;
  flags = (exact ? HS_JSON_EXACT_NUMBERS : HS_JSON_DEFAULT) |
          (strict ? HS_JSON_DEFAULT : HS_JSON_RFC8259);
  verdicts = json_array_new ();
  for (int i = 1; i < argc; i++)
    {
      JsonObject *verdict = json_object_new ();
      g_autoptr (GError) error = NULL;
      HsExit status = judge (argv[i], flags, verdict, &error);
      char code[64];

      worst = MAX (worst, status);
      if (status == HS_EXIT_DONE && json_object_has_member (verdict, "refusal"))
        hs_cli_print (cli, _ ("%s: valid, but Hồ Sơ would not take it: %s"), argv[i],
                      json_object_get_string_member (
                        json_object_get_object_member (verdict, "refusal"), "message"));
      else if (status == HS_EXIT_DONE)
        hs_cli_print (cli, _ ("%s: valid"), argv[i]);
      else
        {
          json_object_set_object_member (verdict, "error", hs_cli_verdict_to_json (error, status));
          hs_cli_print (cli, _ ("%s: not valid: %s [%s]"), argv[i], error->message,
                        hs_cli_code_name (error, code));
        }
      json_array_add_object_element (verdicts, verdict);
    }
  answer = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (answer, verdicts);
  hs_cli_answer (cli, answer);
  return worst;
}

const HsCommand hs_cli_json_commands[] = {
  { "json check", N_ ("FILE…"),
    N_ ("Say of each file whether it is one JSON text (RFC 8259); - is standard input"), check },
  { NULL },
};
