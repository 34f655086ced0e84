/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dossier for programs, and for people to read. */
#define G_LOG_DOMAIN "hoso"

#include "hs-cli-version.h"

#include "base/hs-date.h"
#include "base/hs-text.h"
#include "portal/hs-receipt.h"
#include "dossier/hs-move-words.h"
#include "widgets/hs-dossier-words.h"

#include <glib/gi18n.h>
#include <string.h>

static void
set_string (JsonObject *object, const char *member, const char *value)
{
  if (value != NULL && *value != '\0')
    json_object_set_string_member (object, member, value);
}

static void
set_time (JsonObject *object, const char *member, gint64 time_us)
{
  g_autofree char *text = time_us != 0 ? hs_time_to_rfc3339 (time_us) : NULL;

  set_string (object, member, text);
}

static JsonArray *
tasks_to_json (HsDossier *dossier)
{
  JsonArray *list = json_array_new ();

  for (HsTask task = 0; task < HS_N_TASKS; task++)
    {
      JsonObject *object = json_object_new ();
      guint done, total;

      hs_dossier_get_task_progress (dossier, task, &done, &total);
      json_object_set_string_member (object, "task", hs_cli_task_name (task));
      json_object_set_string_member (
        object, "state", hs_cli_task_state_name (hs_dossier_get_task_state (dossier, task)));
      json_object_set_int_member (object, "done", done);
      json_object_set_int_member (object, "total", total);
      json_array_add_object_element (list, object);
    }
  return list;
}

static JsonObject *
attachment_to_json (HsAttachment *file)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", hs_attachment_get_id (file));
  json_object_set_string_member (object, "fileName", hs_attachment_get_file_name (file));
  json_object_set_string_member (object, "originalName", hs_attachment_get_original_name (file));
  json_object_set_string_member (object, "mediaType", hs_attachment_get_media_type (file));
  json_object_set_int_member (object, "size", hs_attachment_get_size (file));
  json_object_set_int_member (object, "pages", hs_attachment_get_n_pages (file));
  json_object_set_string_member (object, "sha256", hs_attachment_get_sha256 (file));
  return object;
}

static JsonArray *
papers_to_json (HsDossier *dossier)
{
  GListModel *slots = hs_dossier_get_slots (dossier);
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (slots); i++)
    {
      g_autoptr (HsSlot) slot = g_list_model_get_item (slots, i);
      GListModel *files = hs_slot_get_attachments (slot);
      JsonObject *object = json_object_new ();
      JsonArray *attached = json_array_new ();

      json_object_set_string_member (object, "id", hs_slot_get_evidence (slot)->id);
      set_string (object, "name", hs_slot_get_evidence (slot)->name);
      json_object_set_boolean_member (object, "needed", hs_slot_is_needed (slot));
      json_object_set_boolean_member (object, "relevant", hs_slot_is_relevant (slot));
      json_object_set_boolean_member (object, "satisfied", hs_slot_is_satisfied (slot));
      for (guint k = 0; k < g_list_model_get_n_items (files); k++)
        {
          g_autoptr (HsAttachment) file = g_list_model_get_item (files, k);

          json_array_add_object_element (attached, attachment_to_json (file));
        }
      json_object_set_array_member (object, "files", attached);
      json_array_add_object_element (list, object);
    }
  return list;
}

static JsonArray *
events_to_json (HsDossier *dossier)
{
  GListModel *events = hs_dossier_get_events (dossier);
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (events); i++)
    {
      g_autoptr (HsEvent) event = g_list_model_get_item (events, i);
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "seq", hs_event_get_seq (event));
      set_string (object, "type", hs_event_get_type_name (event));
      if (hs_event_get_status (event) > 0)
        json_object_set_int_member (object, "status", hs_event_get_status (event));
      set_string (object, "code", hs_event_get_code (event));
      set_string (object, "label", hs_event_get_label (event));
      set_string (object, "message", hs_event_get_message (event));
      set_string (object, "fileId", hs_event_get_file (event));
      set_string (object, "fileName", hs_event_get_file_name (event));
      set_time (object, "occurredAt", hs_event_get_occurred_us (event));
      set_time (object, "dueAt", hs_event_get_due_us (event));
      json_array_add_object_element (list, object);
    }
  return list;
}

static JsonArray *
missing_to_json (HsDossier *dossier)
{
  g_auto (GStrv) missing = hs_dossier_list_missing (dossier);
  JsonArray *list = json_array_new ();

  for (guint i = 0; missing[i] != NULL; i++)
    json_array_add_string_element (list, missing[i]);
  return list;
}

/* With what proves it: anybody can check the signature with that key, without us and without the portal. */
static void
add_receipt (JsonObject *object, HsDossier *dossier)
{
  JsonNode *proof = hs_dossier_get_receipt_proof (dossier);
  g_autoptr (JsonNode) payload = hs_receipt_verify_proof (proof, hs_dossier_get_id (dossier), NULL);

  json_object_set_member (object, "receipt", json_node_copy (hs_dossier_get_receipt (dossier)));
  json_object_set_boolean_member (object, "receiptVerified", payload != NULL);
  if (proof != NULL)
    json_object_set_member (object, "receiptProof", json_node_copy (proof));
}

static void
add_details (JsonObject *object, HsDossier *dossier)
{
  HsForm *form = hs_dossier_get_form (dossier);

  set_string (object, "delivery", hs_dossier_get_delivery (dossier));
  set_string (object, "deliveryAddress", hs_dossier_get_delivery_address (dossier));
  json_object_set_boolean_member (object, "statement", hs_dossier_get_statement (dossier));
  json_object_set_boolean_member (object, "sendFailed", hs_dossier_has_failed (dossier));
  if (hs_dossier_get_send_error (dossier) != NULL)
    json_object_set_object_member (object, "sendError",
                                   hs_cli_error_to_json (hs_dossier_get_send_error (dossier)));
  json_object_set_array_member (object, "tasks", tasks_to_json (dossier));
  json_object_set_array_member (object, "papers", papers_to_json (dossier));
  json_object_set_array_member (object, "missing", missing_to_json (dossier));
  json_object_set_array_member (object, "events", events_to_json (dossier));
  if (form != NULL)
    json_object_set_member (object, "draft", hs_form_dup_draft (form));
  if (hs_dossier_get_receipt (dossier) != NULL)
    add_receipt (object, dossier);
  hs_cli_add_form_version (dossier, object);
}

JsonObject *
hs_cli_dossier_to_json (HsDossier *dossier, gboolean details)
{
  JsonObject *object = json_object_new ();
  HsUnit *office = hs_dossier_get_office (dossier);

  json_object_set_string_member (object, "id", hs_dossier_get_id (dossier));
  set_string (object, "title", hs_dossier_get_title (dossier));
  set_string (object, "procedure", hs_procedure_get_code (hs_dossier_get_procedure (dossier)));
  json_object_set_string_member (object, "state",
                                 hs_cli_state_name (hs_dossier_get_state (dossier)));
  json_object_set_boolean_member (object, "frozen", hs_dossier_is_frozen (dossier));
  json_object_set_int_member (object, "round", hs_dossier_get_round (dossier));
  set_string (object, "office", office != NULL ? hs_unit_get_code (office) : NULL);
  set_string (object, "referenceNo", hs_dossier_get_reference_no (dossier));
  set_string (object, "statusLabel", hs_dossier_get_status_label (dossier));
  set_string (object, "statusMessage", hs_dossier_get_status_message (dossier));
  set_time (object, "createdAt", hs_dossier_get_created_us (dossier));
  set_time (object, "savedAt", hs_dossier_get_saved_us (dossier));
  set_time (object, "submittedAt", hs_dossier_get_submitted_us (dossier));
  set_time (object, "dueAt", hs_dossier_get_due_us (dossier));
  if (details)
    add_details (object, dossier);
  return object;
}

static char *
missing_answer_words (HsForm *form, const char *pointer)
{
  HsFormField *field = form != NULL ? hs_form_find_field (form, pointer) : NULL;

  if (field == NULL)
    return g_strdup (form != NULL ? _ ("Check the declaration") : _ ("The form cannot be opened"));
  if (hs_form_field_get_error (field) == NULL)
    return g_strdup (hs_form_field_get_label (field));
  return g_strdup_printf ("%s: %s", hs_form_field_get_label (field),
                          hs_form_field_get_error (field));
}

static char *
missing_paper_words (HsDossier *dossier, const char *id)
{
  GListModel *slots = hs_dossier_get_slots (dossier);

  for (guint i = 0; i < g_list_model_get_n_items (slots); i++)
    {
      g_autoptr (HsSlot) slot = g_list_model_get_item (slots, i);

      if (strcmp (hs_slot_get_evidence (slot)->id, id) == 0)
        return g_strdup_printf (_ ("Attach the paper: %s (%s)"), hs_slot_get_evidence (slot)->name,
                                id);
    }
  return g_strdup (_ ("Attach the papers that are asked for"));
}

char *
hs_cli_missing_words (HsDossier *dossier, const char *missing)
{
  const char *colon = strchr (missing, ':');
  const char *detail = colon != NULL ? colon + 1 : "";

  if (strcmp (missing, "declaration:form-ended") == 0)
    return g_strdup (_ ("Move the declaration to the version of the form that is accepted now"));
  if (g_str_has_prefix (missing, "declaration:"))
    return missing_answer_words (hs_dossier_get_form (dossier), detail);
  if (g_str_has_prefix (missing, "papers:"))
    return missing_paper_words (dossier, detail);
  if (strcmp (missing, "office:not-a-commune") == 0)
    return g_strdup (_ ("Choose a commune, not a province"));
  if (g_str_has_prefix (missing, "office:"))
    return g_strdup (_ ("Choose the office that receives it"));
  if (strcmp (missing, "delivery:address") == 0)
    return g_strdup (_ ("Say to which address the result is to go"));
  if (g_str_has_prefix (missing, "delivery:"))
    return g_strdup (_ ("Choose how to get the result"));
  return g_strdup (_ ("Check everything and declare that it is true"));
}

static void
print_time (HsCli *cli, const char *label, gint64 time_us)
{
  g_autofree char *text = time_us != 0 ? hs_time_to_text (time_us) : NULL;

  if (text != NULL)
    hs_cli_print (cli, "  %s: %s", label, text);
}

static void
print_text (HsCli *cli, const char *label, const char *text)
{
  if (text != NULL && *text != '\0')
    hs_cli_print (cli, "  %s: %s", label, text);
}

static void
print_tasks (HsCli *cli, HsDossier *dossier)
{
  for (HsTask task = 0; task < HS_N_TASKS; task++)
    {
      guint done, total;

      hs_dossier_get_task_progress (dossier, task, &done, &total);
      if (total > 0)
        hs_cli_print (cli, "  %d. %s: %s (%u/%u)", task + 1, hs_cli_task_words (task),
                      hs_cli_task_state_words (hs_dossier_get_task_state (dossier, task)), done,
                      total);
      else
        hs_cli_print (cli, "  %d. %s: %s", task + 1, hs_cli_task_words (task),
                      hs_cli_task_state_words (hs_dossier_get_task_state (dossier, task)));
    }
}

static void
print_events (HsCli *cli, HsDossier *dossier)
{
  GListModel *events = hs_dossier_get_events (dossier);

  for (guint i = 0; i < g_list_model_get_n_items (events); i++)
    {
      g_autoptr (HsEvent) event = g_list_model_get_item (events, i);
      g_autofree char *time = hs_time_to_text (hs_event_get_occurred_us (event));
      g_autofree char *text =
        hs_text_is_blank (hs_event_get_message (event))
          ? g_strdup (hs_event_words (event))
          : g_strdup_printf ("%s: %s", hs_event_words (event), hs_event_get_message (event));

      if (hs_event_get_file (event) != NULL)
        hs_cli_print (cli, "  %s  %s [%s]", time, text, hs_event_get_file (event));
      else
        hs_cli_print (cli, "  %s  %s", time, text);
    }
}

static void
print_sending (HsCli *cli, HsDossier *dossier)
{
  const GError *why = hs_dossier_get_send_error (dossier);

  if (why == NULL)
    return;
  print_text (cli, _ ("Sending"),
              hs_sending_phase_words (hs_dossier_has_failed (dossier) ? HS_SENDING_FAILED
                                                                      : HS_SENDING_WAITING));
  hs_cli_tell_trouble (cli, why);
}

/* That it has a newer version, or is accepted for some days more only, and what is kept beside it. */
static void
print_form (HsCli *cli, HsDossier *dossier)
{
  HsForm *form = hs_dossier_get_form (dossier);
  g_autofree char *notice = NULL;
  GListModel *kept;

  hs_form_news (dossier, &notice);
  if (notice != NULL)
    print_text (cli, _ ("Form"), notice);
  kept = form != NULL ? hs_form_get_not_moved (form) : NULL;
  for (guint i = 0; kept != NULL && i < g_list_model_get_n_items (kept); i++)
    {
      g_autoptr (HsFormKept) one = g_list_model_get_item (kept, i);

      hs_cli_print (cli, "  %s: %s: %s", hs_move_kind_title (HS_FORM_MOVE_NOT_MOVED),
                    hs_form_kept_get_label (one), hs_form_kept_get_text (one));
    }
}

void
hs_cli_print_dossier (HsCli *cli, HsDossier *dossier)
{
  HsUnit *office = hs_dossier_get_office (dossier);

  hs_cli_print (cli, "%s  %s", hs_dossier_get_id (dossier), hs_dossier_get_title (dossier));
  print_text (cli, _ ("State"), hs_cli_state_words (hs_dossier_get_state (dossier)));
  print_sending (cli, dossier);
  print_form (cli, dossier);
  print_text (cli, _ ("Reference number"), hs_dossier_get_reference_no (dossier));
  print_text (cli, _ ("The office says"), hs_dossier_get_status_label (dossier));
  print_text (cli, _ ("Message"), hs_dossier_get_status_message (dossier));
  print_time (cli, _ ("Due"), hs_dossier_get_due_us (dossier));
  print_text (cli, _ ("Office"), office != NULL ? hs_unit_get_path (office) : NULL);
  if (!hs_dossier_is_frozen (dossier))
    print_tasks (cli, dossier);
  print_events (cli, dossier);
}
