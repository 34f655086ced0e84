/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The task list: what each line's state is, and what still stops sending. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-text.h"
#include "dossier/hs-dossier-private.h"

/* What is missing, "task:detail" a line. */

static gboolean
office_fits (HsDossier *self)
{
  /* a commune's procedure needs a commune; the others take what was chosen */
  return strcmp (hs_procedure_get_level (self->procedure), "commune") != 0 ||
         hs_unit_get_parent (self->office) != NULL;
}

static void
list_office (HsDossier *self, GStrvBuilder *out)
{
  if (self->office == NULL)
    g_strv_builder_add (out, "office:not-chosen");
  else if (!office_fits (self))
    g_strv_builder_add (out, "office:not-a-commune");
}

static void
list_declaration (HsDossier *self, GStrvBuilder *out)
{
  HsForm *form = hs_dossier_get_form (self);
  GListModel *problems = form != NULL ? hs_form_get_problems (form) : NULL;
  guint n = problems != NULL ? g_list_model_get_n_items (problems) : 0;

  if (form == NULL && self->form_blob != NULL)
    g_strv_builder_add (out, "declaration:form-unreadable");
  if (hs_dossier_get_form_validity (self, NULL) == HS_FORM_ENDED)
    g_strv_builder_add (out, "declaration:form-ended");
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsFormProblem) problem = g_list_model_get_item (problems, i);
      g_autofree char *line =
        g_strconcat ("declaration:", hs_form_problem_get_pointer (problem), NULL);

      if (!hs_form_problem_is_warning (problem))
        g_strv_builder_add (out, line);
    }
}

static gboolean
slot_is_missing (HsSlot *slot)
{
  return hs_slot_is_needed (slot) && !hs_slot_is_satisfied (slot);
}

/* Of a group only the first is named: any of them would do. */
static gboolean
group_was_named (HsDossier *self, guint before, const char *group)
{
  GListModel *slots = G_LIST_MODEL (self->slots);

  for (guint i = 0; group != NULL && i < before; i++)
    {
      g_autoptr (HsSlot) slot = g_list_model_get_item (slots, i);

      if (g_strcmp0 (hs_slot_get_evidence (slot)->group, group) == 0 && slot_is_missing (slot))
        return TRUE;
    }
  return FALSE;
}

static void
list_papers (HsDossier *self, GStrvBuilder *out)
{
  GListModel *slots = hs_dossier_get_slots (self);
  guint n = g_list_model_get_n_items (slots);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsSlot) slot = g_list_model_get_item (slots, i);
      const HsEvidence *evidence = hs_slot_get_evidence (slot);
      g_autofree char *line = g_strconcat ("papers:", evidence->id, NULL);

      if (slot_is_missing (slot) && !group_was_named (self, i, evidence->group))
        g_strv_builder_add (out, line);
    }
}

static void
list_delivery (HsDossier *self, GStrvBuilder *out)
{
  if (self->delivery == NULL)
    g_strv_builder_add (out, "delivery:not-chosen");
  else if (strcmp (self->delivery, "post") == 0 && self->address == NULL)
    g_strv_builder_add (out, "delivery:address");
}

static char **
list_until (HsDossier *self, HsTask last)
{
  g_autoptr (GStrvBuilder) out = g_strv_builder_new ();

  list_office (self, out);
  if (last >= HS_TASK_DECLARATION)
    list_declaration (self, out);
  if (last >= HS_TASK_PAPERS)
    list_papers (self, out);
  if (last >= HS_TASK_DELIVERY)
    list_delivery (self, out);
  if (last >= HS_TASK_REVIEW && !self->statement)
    g_strv_builder_add (out, "review:statement");
  return g_strv_builder_end (out);
}

char **
hs_dossier_list_missing (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  if (self->frozen)
    return g_new0 (char *, 1);
  return list_until (self, HS_TASK_REVIEW);
}

static gboolean
nothing_missing (HsDossier *self, HsTask last)
{
  g_auto (GStrv) missing = NULL;

  if (self->frozen)
    return TRUE;
  missing = list_until (self, last);
  return missing[0] == NULL;
}

/* States. */

static HsTaskState
office_state (HsDossier *self)
{
  if (self->office == NULL)
    return HS_TASK_NOT_STARTED;
  return office_fits (self) ? HS_TASK_DONE : HS_TASK_HAS_ERRORS;
}

typedef struct
{
  guint total;
  guint done;
  guint begun;
  guint wrong;
} Sections;

static Sections
count_sections (HsForm *form)
{
  GListModel *sections = hs_form_get_sections (form);
  Sections count = { 0 };
  guint n = g_list_model_get_n_items (sections);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (sections, i);
      HsSectionState state = hs_form_section_get_state (section);

      if (!hs_form_section_is_relevant (section))
        continue;
      count.total++;
      count.done += state == HS_SECTION_DONE;
      count.begun += state != HS_SECTION_NOT_STARTED;
      count.wrong += state == HS_SECTION_HAS_ERRORS;
    }
  return count;
}

static HsTaskState
declaration_state (HsDossier *self)
{
  HsForm *form = hs_dossier_get_form (self);
  Sections count;

  if (form == NULL)
    return self->form_blob != NULL ? HS_TASK_HAS_ERRORS : HS_TASK_DONE;
  if (!self->frozen && hs_dossier_get_form_validity (self, NULL) == HS_FORM_ENDED)
    return HS_TASK_HAS_ERRORS;
  if (self->frozen || hs_form_is_valid (form))
    return HS_TASK_DONE;
  count = count_sections (form);
  if (count.wrong > 0)
    return HS_TASK_HAS_ERRORS;
  return count.begun > 0 ? HS_TASK_IN_PROGRESS : HS_TASK_NOT_STARTED;
}

/* A group counts once. */
static void
count_papers (HsDossier *self, guint *done, guint *total, guint *files)
{
  GListModel *slots = hs_dossier_get_slots (self);
  guint n = g_list_model_get_n_items (slots);
  g_autoptr (GHashTable) groups = g_hash_table_new (g_str_hash, g_str_equal);

  *done = *total = *files = 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsSlot) slot = g_list_model_get_item (slots, i);
      const char *group = hs_slot_get_evidence (slot)->group;

      *files += g_list_model_get_n_items (hs_slot_get_attachments (slot));
      if (!hs_slot_is_needed (slot) ||
          (group != NULL && !g_hash_table_add (groups, (gpointer) group)))
        continue;
      *total += 1;
      *done += hs_slot_is_satisfied (slot);
    }
}

/* Which papers are needed may depend on answers that were not given yet. */
static gboolean
may_need_papers (HsDossier *self)
{
  GListModel *slots = hs_dossier_get_slots (self);
  guint n = g_list_model_get_n_items (slots);

  if (declaration_state (self) == HS_TASK_DONE)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsSlot) slot = g_list_model_get_item (slots, i);

      if (hs_slot_get_evidence (slot)->condition != NULL)
        return TRUE;
    }
  return FALSE;
}

static HsTaskState
papers_state (HsDossier *self)
{
  guint done, total, files;

  count_papers (self, &done, &total, &files);
  if (!self->frozen && total == 0 && may_need_papers (self))
    return files > 0 ? HS_TASK_IN_PROGRESS : HS_TASK_NOT_STARTED;
  if (self->frozen || done == total)
    return HS_TASK_DONE;
  return files > 0 ? HS_TASK_IN_PROGRESS : HS_TASK_NOT_STARTED;
}

static HsTaskState
delivery_state (HsDossier *self)
{
  if (self->delivery == NULL)
    return HS_TASK_NOT_STARTED;
  return strcmp (self->delivery, "post") != 0 || self->address != NULL ? HS_TASK_DONE
                                                                       : HS_TASK_IN_PROGRESS;
}

static HsTaskState
review_state (HsDossier *self)
{
  if (self->frozen)
    return HS_TASK_DONE;
  if (!nothing_missing (self, HS_TASK_DELIVERY))
    return HS_TASK_BLOCKED;
  return self->statement ? HS_TASK_DONE : HS_TASK_NOT_STARTED;
}

static HsTaskState
send_state (HsDossier *self)
{
  if (self->receipt != NULL)
    return HS_TASK_DONE;
  if (self->frozen)
    return self->send_failed ? HS_TASK_HAS_ERRORS : HS_TASK_IN_PROGRESS;
  return nothing_missing (self, HS_TASK_REVIEW) ? HS_TASK_NOT_STARTED : HS_TASK_BLOCKED;
}

HsTaskState
hs_dossier_get_task_state (HsDossier *self, HsTask task)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), HS_TASK_NOT_STARTED);
  switch (task)
    {
    case HS_TASK_OFFICE:
      return office_state (self);
    case HS_TASK_DECLARATION:
      return declaration_state (self);
    case HS_TASK_PAPERS:
      return papers_state (self);
    case HS_TASK_DELIVERY:
      return delivery_state (self);
    case HS_TASK_REVIEW:
      return review_state (self);
    case HS_TASK_SEND:
      return send_state (self);
    case HS_N_TASKS:
    default:
      g_return_val_if_reached (HS_TASK_NOT_STARTED);
    }
}

void
hs_dossier_get_task_progress (HsDossier *self, HsTask task, guint *done, guint *total)
{
  HsForm *form;
  Sections count;
  guint files;

  g_return_if_fail (HS_IS_DOSSIER (self));
  g_return_if_fail (done != NULL && total != NULL);
  *done = *total = 0;
  if (task == HS_TASK_PAPERS)
    count_papers (self, done, total, &files);
  if (task != HS_TASK_DECLARATION || (form = hs_dossier_get_form (self)) == NULL)
    return;
  count = count_sections (form);
  *done = count.done;
  *total = count.total;
}
