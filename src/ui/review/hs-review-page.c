/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Check your answers. Built anew from the dossier each time it comes into sight. */
#define G_LOG_DOMAIN "hoso"

#include "review/hs-review-page.h"

#include "app/hs-feedback.h"
#include "app/hs-sentences.h"
#include "base/hs-text.h"
#include "dossier/hs-delivery-step.h"
#include "form/hs-form-path.h"
#include "widgets/hs-dossier-words.h"
#include "form/print/hs-print.h"
#include "profile/hs-person-offer.h"
#include "review/hs-declaration-window.h"
#include "review/hs-missing-list.h"

#include <glib/gi18n.h>

#define MAX_RECORDS 20 /* of one repeat */
#define MAX_DEPTH 16

struct _HsReviewPage
{
  AdwBin parent_instance;

  HsAppContext *context; /* (owned) */
  HsDossier *dossier;    /* (owned) */
  gboolean updating;     /* the tick is being set from the dossier */

  GtkWidget *missing_box;
  GtkWidget *declaration_button;
  GtkWidget *answers;
  GtkWidget *statement_button;
  GtkWidget *statement_label;
};

G_DEFINE_FINAL_TYPE (HsReviewPage, hs_review_page, ADW_TYPE_BIN)

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* Starts a group of lines; returns the grid for them. */
static GtkWidget *
add_group (HsReviewPage *self, const char *title)
{
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_widget_add_css_class (grid, "card");
  gtk_widget_add_css_class (grid, "padded");
  gtk_box_append (GTK_BOX (group), new_label (title, "heading"));
  gtk_box_append (GTK_BOX (group), grid);
  gtk_box_append (GTK_BOX (self->answers), group);
  return grid;
}

static void
add_line (GtkWidget *grid, int row, guint depth, const char *name, const char *value)
{
  GtkWidget *label = new_label (name, "dim-label");
  GtkWidget *text = new_label (hs_text_is_blank (value) ? _ ("(left empty)") : value,
                               hs_text_is_blank (value) ? "dim-label" : NULL);

  gtk_widget_set_margin_start (label, 12 * (int) depth);
  gtk_label_set_width_chars (GTK_LABEL (label), 18);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 22);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), text, 1, row, 1, 1);
}

/* Leads from a line to where its answer is given. */
static void
add_change (GtkWidget *grid, int row, const char *name, HsTask task, const char *detail)
{
  GtkWidget *change = gtk_button_new_with_label (_ ("Change"));
  g_autofree char *spoken = g_strdup_printf (_ ("Change: %s"), name);

  gtk_widget_add_css_class (change, "flat");
  gtk_widget_add_css_class (change, "inline-change");
  gtk_widget_set_valign (change, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (change), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (change), "dossier.edit");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (change), "(ss)", hs_task_id (task), detail);
  gtk_grid_attach (GTK_GRID (grid), change, 2, row, 1, 1);
}

/* What follows from other answers is changed there. */
static gboolean
can_change (HsForm *form, const char *pointer)
{
  HsFormField *field = hs_form_find_field (form, pointer);

  return field != NULL && !hs_form_field_is_read_only (field) &&
         hs_form_field_get_kind (field) != HS_FIELD_COMPUTED &&
         hs_form_field_get_kind (field) != HS_FIELD_NOTE;
}

/* A line that names what is under it: the rows of a repeat, or one of them. */
static void
add_heading (GtkWidget *grid, int line, guint depth, const char *text)
{
  GtkWidget *label = new_label (text, "heading");

  gtk_widget_set_margin_start (label, 12 * (int) depth);
  gtk_widget_set_margin_top (label, line > 0 ? 6 : 0);
  gtk_grid_attach (GTK_GRID (grid), label, 0, line, 2, 1);
}

static char *
dup_count (HsForm *form, HsPrintRow *row)
{
  HsFormField *repeat = hs_form_find_field (form, row->pointer);
  GListModel *rows = repeat != NULL ? hs_form_field_get_rows (repeat) : NULL;
  guint n = rows != NULL ? g_list_model_get_n_items (rows) : 0;

  return n == 0 ? g_strdup_printf ("%s: %s", row->label, _ ("(left empty)"))
                : g_strdup_printf ("%s (%u)", row->label, n);
}

/* "2. Lê Thị Bé"; leads to the row's first question. */
static void
add_record (HsForm *form, GtkWidget *grid, int line, HsPrintRow *row)
{
  g_autoptr (GPtrArray) steps = hs_form_path_list (form, row->pointer);
  HsFormStep *step = steps->len > 0 ? steps->pdata[steps->len - 1] : NULL;
  g_autoptr (HsFormField) first = NULL;
  g_autofree char *title = NULL;

  if (step == NULL)
    return;
  title = g_strdup_printf ("%u. %s", step->index + 1, hs_form_row_get_title (step->row));
  add_heading (grid, line, row->depth, title);
  first = g_list_model_get_item (hs_form_row_get_fields (step->row), 0);
  if (first != NULL)
    add_change (grid, line, title, HS_TASK_DECLARATION, hs_form_field_get_pointer (first));
}

static void
add_value (HsForm *form, GtkWidget *grid, int line, HsPrintRow *row)
{
  g_autofree char *heading = NULL;

  switch (row->kind)
    {
    case HS_PRINT_RECORD:
      add_record (form, grid, line, row);
      return;
    case HS_PRINT_REPEAT:
      heading = dup_count (form, row);
      add_heading (grid, line, row->depth, heading);
      break;
    case HS_PRINT_VALUE:
    default:
      add_line (grid, line, row->depth, row->label, row->value);
    }
  if (can_change (form, row->pointer))
    add_change (grid, line, row->label, HS_TASK_DECLARATION, row->pointer);
}

static void
add_left_out (GtkWidget *grid, int line, guint depth, guint n)
{
  g_autofree char *more = g_strdup_printf (
    ngettext ("and %u more, in the declaration", "and %u more, in the declaration", n), n);

  add_heading (grid, line, depth, more);
}

/* More rows than anyone reads here are in the printed declaration, and in the list the heading leads to. */
static void
add_rows (HsForm *form, GtkWidget *grid, GPtrArray *rows)
{
  guint n_records[MAX_DEPTH] = { 0 }; /* of the repeat being shown at each depth */
  guint n_left_out = 0, skip = G_MAXUINT;
  int line = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      HsPrintRow *row = rows->pdata[i];
      guint depth = MIN (row->depth, MAX_DEPTH - 1);

      if (row->kind == HS_PRINT_RECORD && row->depth <= skip && ++n_records[depth] > MAX_RECORDS)
        {
          skip = row->depth;
          n_left_out++;
        }
      if (row->depth >= skip)
        continue;
      if (n_left_out > 0)
        add_left_out (grid, line++, skip, n_left_out);
      n_left_out = 0;
      skip = G_MAXUINT;
      if (row->kind == HS_PRINT_REPEAT)
        n_records[MIN (depth + 1, MAX_DEPTH - 1)] = 0;
      add_value (form, grid, line++, row);
    }
  if (n_left_out > 0)
    add_left_out (grid, line, skip, n_left_out);
}

static void
add_declaration (HsReviewPage *self)
{
  HsForm *form = hs_dossier_get_form (self->dossier);
  g_autoptr (HsPrintTree) tree = NULL;

  gtk_widget_set_visible (self->declaration_button, form != NULL);
  if (form == NULL)
    return;
  tree = hs_print_tree_new (form);
  for (guint i = 0; i < tree->sections->len; i++)
    {
      HsPrintSection *section = tree->sections->pdata[i];

      if (section->rows->len > 0)
        add_rows (form, add_group (self, section->title), section->rows);
    }
}

static char *
dup_file_names (HsSlot *slot)
{
  GListModel *attachments = hs_slot_get_attachments (slot);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (attachments); i++)
    {
      g_autoptr (HsAttachment) attachment = g_list_model_get_item (attachments, i);
      g_autofree char *size = hs_size_text (hs_attachment_get_size (attachment));

      g_string_append_printf (names, "%s%s (%s)", i > 0 ? "\n" : "",
                              hs_attachment_get_original_name (attachment), size);
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
add_papers (HsReviewPage *self)
{
  GListModel *slots = hs_dossier_get_slots (self->dossier);
  GtkWidget *grid = NULL;
  int n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (slots); i++)
    {
      g_autoptr (HsSlot) slot = g_list_model_get_item (slots, i);
      guint n_files = g_list_model_get_n_items (hs_slot_get_attachments (slot));
      g_autofree char *names = dup_file_names (slot);

      /* an alternative that another paper stands for is not missing */
      if (n_files == 0 && (!hs_slot_is_needed (slot) || hs_slot_is_satisfied (slot)))
        continue;
      if (grid == NULL)
        grid = add_group (self, hs_task_title (HS_TASK_PAPERS));
      add_line (grid, n, 0, hs_slot_get_evidence (slot)->name, names);
      add_change (grid, n++, hs_slot_get_evidence (slot)->name, HS_TASK_PAPERS,
                  hs_slot_get_evidence (slot)->id);
    }
}

static void
add_delivery (HsReviewPage *self)
{
  GtkWidget *grid = add_group (self, hs_task_title (HS_TASK_DELIVERY));
  const char *address = hs_dossier_get_delivery_address (self->dossier);
  g_autofree char *text = NULL;

  text = hs_text_is_blank (address)
           ? g_strdup (hs_delivery_get_words (hs_dossier_get_delivery (self->dossier)))
           : g_strdup_printf (
               "%s\n%s", hs_delivery_get_words (hs_dossier_get_delivery (self->dossier)), address);
  add_line (grid, 0, 0, _ ("How"), text);
  add_change (grid, 0, hs_task_title (HS_TASK_DELIVERY), HS_TASK_DELIVERY, "");
}

static void
fill (HsReviewPage *self)
{
  HsUnit *office = hs_dossier_get_office (self->dossier);
  GtkWidget *grid, *child;

  while ((child = gtk_widget_get_first_child (self->answers)) != NULL)
    gtk_box_remove (GTK_BOX (self->answers), child);
  grid = add_group (self, hs_task_title (HS_TASK_OFFICE));
  add_line (grid, 0, 0, _ ("Office"), office != NULL ? hs_unit_get_path (office) : "");
  add_change (grid, 0, _ ("Office"), HS_TASK_OFFICE, "");
  add_declaration (self);
  add_papers (self);
  add_delivery (self);
  if (hs_dossier_get_form (self->dossier) != NULL)
    gtk_box_append (GTK_BOX (self->answers),
                    hs_person_offer_new (self->context, hs_dossier_get_form (self->dossier)));
  self->updating = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->statement_button),
                               hs_dossier_get_statement (self->dossier));
  self->updating = FALSE;
}

static void
statement_cb (HsReviewPage *self)
{
  if (!self->updating)
    hs_dossier_set_statement (
      self->dossier, gtk_check_button_get_active (GTK_CHECK_BUTTON (self->statement_button)));
}

static void
show_declaration_cb (HsReviewPage *self)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *window =
    hs_declaration_window_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->dossier,
                               hs_world_now_us (hs_app_context_get_world (self->context)), &error);

  if (window == NULL)
    hs_app_show_error (GTK_WIDGET (self), error);
  else
    gtk_window_present (GTK_WINDOW (window));
}

static void
hs_review_page_dispose (GObject *object)
{
  HsReviewPage *self = HS_REVIEW_PAGE (object);

  adw_bin_set_child (ADW_BIN (self), NULL); /* the bin does not see the template take it */
  gtk_widget_dispose_template (GTK_WIDGET (self), HS_TYPE_REVIEW_PAGE);
  g_clear_object (&self->context);
  g_clear_object (&self->dossier);
  G_OBJECT_CLASS (hs_review_page_parent_class)->dispose (object);
}

static void
hs_review_page_class_init (HsReviewPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hs_review_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hosoapp/HoSo/review/hs-review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HsReviewPage, missing_box);
  gtk_widget_class_bind_template_child (widget_class, HsReviewPage, declaration_button);
  gtk_widget_class_bind_template_child (widget_class, HsReviewPage, answers);
  gtk_widget_class_bind_template_child (widget_class, HsReviewPage, statement_button);
  gtk_widget_class_bind_template_child (widget_class, HsReviewPage, statement_label);
  gtk_widget_class_bind_template_callback (widget_class, statement_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_declaration_cb);
}

static void
hs_review_page_init (HsReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hs_review_page_new (HsAppContext *context, HsDossier *dossier)
{
  HsReviewPage *self = g_object_new (HS_TYPE_REVIEW_PAGE, NULL);

  self->context = g_object_ref (context);
  self->dossier = g_object_ref (dossier);
  gtk_box_append (GTK_BOX (self->missing_box), hs_missing_list_new (dossier, FALSE));
  g_signal_connect_object (self, "map", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
