/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hosoctl store check: every record and blob is unsealed once, every receipt proven again. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli.h"

#include "dossier/hs-progress.h"

#include <glib/gi18n.h>

static HsExit
check (HsCli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  JsonObject *answer;
  HsStore *store;
  gboolean in_service;
  guint n_receipts;

  if (!hs_cli_parse (cli, &argc, &argv, NULL, 0, 0))
    return HS_EXIT_USAGE;
  store = hs_cli_get_store (cli, &error);
  if (store == NULL || !hs_store_check (store, &error) ||
      !hs_progress_check_receipts (store, &n_receipts, &error))
    return hs_cli_fail (cli, error);
  in_service = hs_store_get_protection (store) == HS_PROTECTION_SECRET_SERVICE;
  answer = json_object_new ();
  json_object_set_boolean_member (answer, "sound", TRUE);
  json_object_set_int_member (answer, "receiptsVerified", n_receipts);
  json_object_set_string_member (answer, "protection", in_service ? "secret-service" : "key-file");
  hs_cli_answer_object (cli, answer);
  hs_cli_print (cli, "%s", _ ("Everything in the store is whole."));
  hs_cli_print (cli, "%s",
                in_service
                  ? _ ("Its key is kept by the keyring.")
                  : _ ("Its key is a file beside the data: whoever can read the disk can read "
                       "everything."));
  return HS_EXIT_DONE;
}

const HsCommand hs_cli_store_commands[] = {
  { "store check", "", N_ ("Check that everything kept on this machine is whole"), check },
  { NULL },
};
