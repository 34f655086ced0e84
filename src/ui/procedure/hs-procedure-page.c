/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The procedure page: facts from the catalogue, and the way into a dossier - or what to do where this
 * version has no form for it. */
#define G_LOG_DOMAIN "hoso"

#include "procedure/hs-procedure-page.h"

#include "base/hs-text.h"
#include "catalog/hs-procedure-words.h"
#include "procedure/hs-procedure-parts.h"

#include <glib/gi18n.h>

struct _HsProcedurePage
{
  HsPage parent_instance;
  HsProcedure *procedure; /* (owned) */

  GtkBox *box;
  GtkLabel *field_label;
  GtkLabel *title_label;
  GtkLabel *summary_label;
  GtkLabel *start_note;
  GtkWidget *continue_button;
  GtkWidget *start_button;
};

G_DEFINE_FINAL_TYPE (HsProcedurePage, hs_procedure_page, HS_TYPE_PAGE)

/* The newest draft of this procedure: (transfer full) (nullable). */
static HsDossier *
find_draft (HsProcedurePage *self)
{
  HsCaseBook *book = hs_app_context_get_case_book (hs_page_get_context (HS_PAGE (self)));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (book)); i++)
    {
      g_autoptr (HsDossier) dossier = g_list_model_get_item (G_LIST_MODEL (book), i);
      HsProcedure *procedure = hs_dossier_get_procedure (dossier);

      if (hs_dossier_get_state (dossier) == HS_DOSSIER_DRAFT && procedure != NULL &&
          g_str_equal (hs_procedure_get_code (procedure), hs_procedure_get_code (self->procedure)))
        return g_steal_pointer (&dossier);
    }
  return NULL;
}

static void
update_start (HsProcedurePage *self)
{
  gboolean startable = hs_procedure_get_form_id (self->procedure) != NULL;
  g_autoptr (HsDossier) draft = find_draft (self);
  const char *note;

  gtk_widget_set_visible (self->start_button, startable);
  gtk_widget_set_visible (self->continue_button, draft != NULL);
  if (draft != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->continue_button), "s",
                                      hs_dossier_get_id (draft));
  if (draft != NULL)
    note = _ ("You have an unfinished dossier of this procedure.");
  else if (startable)
    note = _ ("Fill in and stop at any time; nothing is sent until you say so.");
  else
    note =
      _ ("This version has no form for it yet. Take the papers listed here to the office named "
         "above, or use the National Public Service Portal.");
  gtk_label_set_label (self->start_note, note);
}

static void
add_part (HsProcedurePage *self, GtkWidget *part)
{
  if (part != NULL)
    gtk_box_append (self->box, part);
}

static void
fill (HsProcedurePage *self)
{
  HsProcedure *procedure = self->procedure;
  const char *summary = hs_procedure_get_summary (procedure);
  const char *level = hs_level_words (hs_procedure_get_level (procedure));
  const char *field = hs_procedure_get_field (procedure);
  gboolean both = *level != '\0' && !hs_text_is_blank (field);
  g_autofree char *top = g_strdup_printf ("%s%s%s", field, both ? " · " : "", level);

  hs_page_set_title (HS_PAGE (self), hs_procedure_get_title (procedure));
  gtk_label_set_label (self->title_label, hs_procedure_get_title (procedure));
  gtk_label_set_label (self->field_label, top);
  gtk_widget_set_visible (GTK_WIDGET (self->field_label), *top != '\0');
  gtk_label_set_label (self->summary_label, summary != NULL ? summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary_label), !hs_text_is_blank (summary));
  add_part (self, hs_procedure_make_facts (procedure));
  add_part (self, hs_procedure_make_channels (procedure));
  add_part (self, hs_procedure_make_requirements (procedure));
  add_part (self, hs_procedure_make_evidence (procedure));
  add_part (self, hs_procedure_make_steps (procedure));
  add_part (self, hs_procedure_make_legal (procedure));
  add_part (self, hs_procedure_make_source (procedure));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->start_button), "s",
                                    hs_procedure_get_code (procedure));
}

static void
hs_procedure_page_shown (HsPage *page)
{
  update_start (HS_PROCEDURE_PAGE (page));
}

static gboolean
hs_procedure_page_focus_first (HsPage *page)
{
  HsProcedurePage *self = HS_PROCEDURE_PAGE (page);

  if (gtk_widget_get_visible (self->continue_button))
    return gtk_widget_grab_focus (self->continue_button);
  if (gtk_widget_get_visible (self->start_button))
    return gtk_widget_grab_focus (self->start_button);
  return HS_PAGE_CLASS (hs_procedure_page_parent_class)->focus_first (page);
}

static void
hs_procedure_page_finalize (GObject *object)
{
  g_clear_object (&HS_PROCEDURE_PAGE (object)->procedure);
  G_OBJECT_CLASS (hs_procedure_page_parent_class)->finalize (object);
}

static void
hs_procedure_page_class_init (HsProcedurePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hs_procedure_page_finalize;
  HS_PAGE_CLASS (klass)->shown = hs_procedure_page_shown;
  HS_PAGE_CLASS (klass)->focus_first = hs_procedure_page_focus_first;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/hosoapp/HoSo/procedure/hs-procedure-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HsProcedurePage, box);
  gtk_widget_class_bind_template_child (widget_class, HsProcedurePage, field_label);
  gtk_widget_class_bind_template_child (widget_class, HsProcedurePage, title_label);
  gtk_widget_class_bind_template_child (widget_class, HsProcedurePage, summary_label);
  gtk_widget_class_bind_template_child (widget_class, HsProcedurePage, start_note);
  gtk_widget_class_bind_template_child (widget_class, HsProcedurePage, continue_button);
  gtk_widget_class_bind_template_child (widget_class, HsProcedurePage, start_button);
}

static void
hs_procedure_page_init (HsProcedurePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

HsPage *
hs_procedure_page_make (HsAppContext *context, GVariant *target, GError **error)
{
  g_autoptr (HsProcedure) procedure = NULL;
  HsProcedurePage *self;

  procedure = hs_catalogue_get_procedure (hs_app_context_get_catalogue (context),
                                          g_variant_get_string (target, NULL), error);
  if (procedure == NULL)
    return NULL;
  self = g_object_new (HS_TYPE_PROCEDURE_PAGE, "context", context, NULL);
  self->procedure = g_steal_pointer (&procedure);
  fill (self);
  return HS_PAGE (self);
}
