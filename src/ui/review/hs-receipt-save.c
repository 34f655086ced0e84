/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The portal's signed receipt as a file of the citizen's own: the proof of what was handed in, and when. */
#define G_LOG_DOMAIN "hoso"

#include "review/hs-receipt-save.h"

#include "app/hs-feedback.h"
#include "app/hs-portal-title.h"
#include "base/hs-date.h"
#include "base/hs-json.h"
#include "compat/hs-dialogs.h"

#include <glib/gi18n.h>
#include <string.h>

/* A receipt on its way into a file. */
typedef struct
{
  GtkWidget *widget; /* (owned) where to tell how it went */
  GBytes *bytes;     /* (owned) */
} Saving;

static void
saving_free (Saving *self)
{
  g_object_unref (self->widget);
  g_bytes_unref (self->bytes);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

/* (nullable) borrowed from the receipt. */
static const char *
fact (HsDossier *dossier, const char *member)
{
  JsonNode *payload = hs_dossier_get_receipt (dossier);

  if (payload == NULL || !JSON_NODE_HOLDS_OBJECT (payload))
    return NULL;
  return hs_json_string (json_node_get_object (payload), member, NULL);
}

static char *
dup_time (HsDossier *dossier)
{
  gint64 received;

  if (!hs_time_from_rfc3339 (fact (dossier, "receivedAt"), &received))
    return g_strdup (fact (dossier, "receivedAt"));
  return hs_time_to_text (received);
}

char *
hs_receipt_words (HsDossier *dossier)
{
  g_autofree char *time = NULL;
  g_autofree char *portal = NULL;

  if (fact (dossier, "receivedAt") == NULL)
    return NULL;
  time = dup_time (dossier);
  portal = hs_portal_title (fact (dossier, "iss"));
  /* TRANSLATORS: the time, then the name of the portal */
  return g_strdup_printf (_ ("Received on %s through: %s"), time, portal != NULL ? portal : "—");
}

static void
add_line (JsonArray *lines, const char *format, const char *value)
{
  g_autofree char *line = g_strdup_printf ("%s: %s", format, value != NULL ? value : "—");

  json_array_add_string_element (lines, line);
}

static JsonArray *
new_words (HsDossier *dossier)
{
  JsonArray *lines = json_array_new ();
  g_autofree char *time = dup_time (dossier);

  json_array_add_string_element (lines, _ ("Receipt of a dossier handed in"));
  add_line (lines, _ ("Dossier"), hs_dossier_get_title (dossier));
  add_line (lines, _ ("Dossier number"), fact (dossier, "referenceNo"));
  add_line (lines, _ ("Received on"), time);
  add_line (lines, _ ("Portal"), fact (dossier, "iss"));
  add_line (lines, _ ("Fingerprint of what was handed in (SHA-256)"),
            fact (dossier, "manifestSha256"));
  json_array_add_string_element (
    lines, _ ("The portal signed the bytes in \"payload\" (base64url) with Ed25519; \"signature\" "
              "and \"keyId\" below belong to them."));
  return lines;
}

/* The signed receipt lies in the store beside the status it brought. */
static GBytes *
make_file (HsAppContext *context, HsDossier *dossier, GError **error)
{
  HsStore *store = hs_case_book_get_store (hs_app_context_get_case_book (context));
  g_autoptr (JsonNode) status = hs_store_get (store, "status", hs_dossier_get_id (dossier), error);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *file = json_object_new (), *facts;
  JsonNode *proof;
  char *text;

  json_node_take_object (root, file);
  if (status == NULL || !JSON_NODE_HOLDS_OBJECT (status))
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_NOT_FOUND, "no receipt of %s",
                     hs_dossier_get_id (dossier));
      return NULL;
    }
  facts = json_node_get_object (status);
  json_object_set_array_member (file, "words", new_words (dossier));
  json_object_set_member (file, "facts", json_node_copy (hs_dossier_get_receipt (dossier)));
  proof = json_object_get_member (facts, "proof");
  if (proof == NULL)
    proof = json_object_get_member (facts, "receipt");
  if (proof != NULL)
    json_object_set_member (file, "receipt", json_node_copy (proof));
  text = json_to_string (root, TRUE);
  return g_bytes_new_take (text, strlen (text));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Saving) saving = data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    hs_app_toast (saving->widget, _ ("The receipt is saved"));
  else
    hs_app_show_error (saving->widget, error);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Saving) saving = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = hs_dialog_save_file_finish (result, &error);
  GBytes *bytes = saving->bytes;

  if (file == NULL)
    hs_app_show_error (saving->widget, error);
  else
    g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE,
                                         G_FILE_CREATE_REPLACE_DESTINATION, NULL, written_cb,
                                         g_steal_pointer (&saving));
}

void
hs_receipt_save (GtkWidget *widget, HsAppContext *context, HsDossier *dossier)
{
  Saving *saving;
  g_autoptr (GError) error = NULL;
  g_autofree char *number = g_strdup (hs_dossier_get_reference_no (dossier));
  g_autofree char *name = NULL;
  GBytes *bytes = make_file (context, dossier, &error);

  if (bytes == NULL)
    {
      hs_app_show_error (widget, error);
      return;
    }
  saving = g_new0 (Saving, 1);
  *saving = (Saving){ g_object_ref (widget), bytes };
  if (number != NULL)
    g_strcanon (number, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".-", '-');
  name = g_strdup_printf ("%s-%s.json", _ ("receipt"), number != NULL ? number : "1");
  hs_dialog_save_file_async (GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Save the receipt"),
                             name, NULL, chosen_cb, saving);
}
