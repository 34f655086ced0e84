/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The declaration, one section at a time. Knows when an error may be shown; what is an error, the form knows. */
#define G_LOG_DOMAIN "hoso"

#include "hs-form-page.h"

#include "app/hs-feedback.h"
#include "hs-field-row.h"

#include <glib/gi18n.h>

struct _HsFormPage
{
  AdwBin parent_instance;

  HsForm *form;        /* (owned) */
  HsUnits *units;      /* (owned) */
  char *section;       /* (owned) (nullable) id of the section shown */
  GHashTable *accused; /* (owned) set of section ids that were left or checked once */
  GPtrArray *shown;    /* (owned) (element-type HsFieldRow) unowned rows of the section shown */
  guint summing;       /* idle that brings the summary up to date, 0: none */
  guint scrolling;     /* tick callback that waits for the layout, 0: none */
  guint n_ticks;       /* how often it waited */
  GtkWidget *goal;     /* (unowned) (nullable) the row it scrolls to, one of shown */
  gboolean checked;    /* the section shown was checked: its summary stands */

  GtkWidget *scrolled;
  GtkWidget *place_label;
  GtkWidget *title_label;
  GtkWidget *summary;
  GtkWidget *summary_label;
  GtkWidget *summary_links;
  GtkWidget *later_button;
  GtkWidget *rows;
  GtkWidget *continue_button;
};

G_DEFINE_FINAL_TYPE (HsFormPage, hs_form_page, ADW_TYPE_BIN)

typedef enum
{
  PROP_SECTION = 1
} HsFormPageProperty;
static GParamSpec *props[PROP_SECTION + 1];

enum
{
  FINISHED,
  TURNED_BACK,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
remove_children (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

/* The sections that can be visited now, in order. */
static GPtrArray *
list_relevant_sections (HsFormPage *self)
{
  GListModel *all = hs_form_get_sections (self->form);
  GPtrArray *relevant = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (all, i);
      if (hs_form_section_is_relevant (section))
        g_ptr_array_add (relevant, g_steal_pointer (&section));
    }
  return relevant;
}

static int
index_of_section (GPtrArray *sections, const char *id)
{
  for (guint i = 0; i < sections->len; i++)
    if (g_strcmp0 (hs_form_section_get_id (sections->pdata[i]), id) == 0)
      return (int) i;
  return -1;
}

static HsFieldRow *
find_row (HsFormPage *self, const char *pointer)
{
  for (guint i = 0; i < self->shown->len; i++)
    if (g_strcmp0 (hs_field_row_get_pointer (self->shown->pdata[i]), pointer) == 0)
      return self->shown->pdata[i];
  return NULL;
}

static void
scroll_to (HsFormPage *self, GtkWidget *widget)
{
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
  GtkWidget *content = gtk_viewport_get_child (
    GTK_VIEWPORT (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (self->scrolled))));
  double y = 0;

  if (gtk_widget_translate_coordinates (widget, content, 0, 0, NULL, &y))
    gtk_adjustment_set_value (adjustment, y - 24);
}

static gboolean
scroll_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  HsFormPage *self = HS_FORM_PAGE (widget);

  if (++self->n_ticks < 3)
    return G_SOURCE_CONTINUE;
  self->scrolling = 0;
  if (self->goal != NULL)
    scroll_to (self, self->goal);
  self->goal = NULL;
  return G_SOURCE_REMOVE;
}

/* The whole question comes into sight, and the focus into it: once now, and once more when a section just
 * built has its layout and GTK has scrolled to the focus by itself. */
static void
reveal_row (HsFormPage *self, HsFieldRow *row)
{
  scroll_to (self, GTK_WIDGET (row));
  hs_field_row_focus (row);
  self->goal = GTK_WIDGET (row);
  self->n_ticks = 0;
  if (self->scrolling == 0)
    self->scrolling = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_tick_cb, NULL, NULL);
}

static void
link_clicked_cb (GtkButton *button, HsFormPage *self)
{
  const char *pointer = g_object_get_data (G_OBJECT (button), "pointer");
  HsFieldRow *row = find_row (self, pointer);

  if (row != NULL)
    reveal_row (self, row);
}

static void
add_link (HsFormPage *self, HsFormProblem *problem)
{
  const char *text = hs_form_problem_get_message (problem);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *button = gtk_button_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "summary-link");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_set_data_full (G_OBJECT (button), "pointer",
                          g_strdup (hs_form_problem_get_pointer (problem)), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (link_clicked_cb), self, 0);
  gtk_box_append (GTK_BOX (self->summary_links), button);
}

/* A question that came up after the check is not accused before it is checked itself. */
static gboolean
is_accused (HsFormPage *self, HsFormProblem *problem)
{
  HsFieldRow *row = find_row (self, hs_form_problem_get_pointer (problem));

  return row == NULL || hs_field_row_is_accused (row);
}

/* Errors of the section shown, those that stand at their questions too; the summary stands only once the
 * section was checked. Returns how many. */
static guint
update_summary (HsFormPage *self)
{
  GListModel *problems = hs_form_get_problems (self->form);
  g_autofree char *heading = NULL;
  guint n = 0;

  remove_children (self->summary_links);
  for (guint i = 0; i < g_list_model_get_n_items (problems); i++)
    {
      g_autoptr (HsFormProblem) problem = g_list_model_get_item (problems, i);

      if (hs_form_problem_is_warning (problem) ||
          g_strcmp0 (hs_form_problem_get_section (problem), self->section) != 0 ||
          !is_accused (self, problem))
        continue;
      add_link (self, problem);
      n++;
    }
  heading = g_strdup_printf (ngettext ("%u place needs mending", "%u places need mending", n), n);
  gtk_label_set_text (GTK_LABEL (self->summary_label), heading);
  gtk_widget_set_visible (self->summary, self->checked && n > 0);
  return n;
}

static gboolean
sum_up_idle_cb (gpointer data)
{
  HsFormPage *self = data;

  self->summing = 0;
  update_summary (self);
  return G_SOURCE_REMOVE;
}

static void
problems_changed_cb (HsFormPage *self)
{
  if (self->checked && self->summing == 0)
    self->summing = g_idle_add (sum_up_idle_cb, self);
}

static void
accuse_rows (HsFormPage *self)
{
  for (guint i = 0; i < self->shown->len; i++)
    hs_field_row_check (self->shown->pdata[i]);
}

static void
add_group_title (HsFormPage *self, const char *title)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_margin_top (label, 6);
  gtk_box_append (GTK_BOX (self->rows), label);
}

static void
build_rows (HsFormPage *self, HsFormSection *section)
{
  GListModel *fields = hs_form_section_get_fields (section);
  const char *group = NULL;

  self->goal = NULL;
  g_ptr_array_set_size (self->shown, 0);
  remove_children (self->rows);
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (HsFormField) field = g_list_model_get_item (fields, i);
      const char *its_group = hs_form_field_get_group (field);
      GtkWidget *row = hs_field_row_new (self->form, field, self->units);

      if (its_group != NULL && g_strcmp0 (group, its_group) != 0)
        add_group_title (self, its_group);
      group = its_group;
      gtk_box_append (GTK_BOX (self->rows), row);
      g_ptr_array_add (self->shown, row);
    }
}

static void
show_place (HsFormPage *self, GPtrArray *sections, guint index)
{
  g_autofree char *place = g_strdup_printf (_ ("Part %u of %u"), index + 1, sections->len);

  gtk_label_set_text (GTK_LABEL (self->place_label), place);
  gtk_label_set_text (GTK_LABEL (self->title_label),
                      hs_form_section_get_title (sections->pdata[index]));
}

/* An answer may bring a section or take one away. */
static void
sections_changed_cb (HsFormPage *self)
{
  g_autoptr (GPtrArray) sections = list_relevant_sections (self);
  int index = index_of_section (sections, self->section);

  if (index >= 0)
    show_place (self, sections, (guint) index);
}

/* What leaving a section does: from now on its errors may be shown. */
static void
leave_section (HsFormPage *self)
{
  if (self->section != NULL)
    g_hash_table_add (self->accused, g_strdup (self->section));
}

static void
go (HsFormPage *self, int step)
{
  g_autoptr (GPtrArray) sections = list_relevant_sections (self);
  int index = index_of_section (sections, self->section) + step;

  leave_section (self);
  if (index < 0)
    g_signal_emit (self, signals[TURNED_BACK], 0);
  else if ((guint) index >= sections->len)
    g_signal_emit (self, signals[FINISHED], 0);
  else
    hs_form_page_show_section (self, hs_form_section_get_id (sections->pdata[index]));
}

static void
continue_cb (HsFormPage *self)
{
  hs_form_page_check (self);
  if (!gtk_widget_get_visible (self->summary))
    go (self, 1);
}

static void
later_cb (HsFormPage *self)
{
  go (self, 1);
}

static void
back_cb (HsFormPage *self)
{
  go (self, -1);
}

static void
check_cb (HsFormPage *self)
{
  hs_form_page_check (self);
}

/* Shows the section a field is in. */
static void
show_section_of (HsFormPage *self, const char *pointer)
{
  GListModel *all = hs_form_get_sections (self->form);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (all, i);
      GListModel *fields = hs_form_section_get_fields (section);

      for (guint j = 0; j < g_list_model_get_n_items (fields); j++)
        {
          g_autoptr (HsFormField) field = g_list_model_get_item (fields, j);
          if (g_strcmp0 (hs_form_field_get_pointer (field), pointer) == 0)
            hs_form_page_show_section (self, hs_form_section_get_id (section));
        }
    }
}

static void
take_pointer_cb (HsForm *form, const char *pointer, char **taken)
{
  g_free (*taken);
  *taken = g_strdup (pointer);
}

static gboolean
has_focus_inside (GtkWidget *widget)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  return focus != NULL && gtk_widget_is_ancestor (focus, widget);
}

/* What was taken back comes into sight, unless it is where the citizen is writing anyway. */
static void
show_change (HsFormPage *self, const char *pointer, gboolean again)
{
  HsFormField *field = pointer != NULL ? hs_form_find_field (self->form, pointer) : NULL;
  HsFieldRow *row = field != NULL ? find_row (self, pointer) : NULL;
  g_autofree char *text = NULL;

  if (field == NULL || (row != NULL && has_focus_inside (GTK_WIDGET (row))))
    return;
  if (row == NULL && (show_section_of (self, pointer), row = find_row (self, pointer)) == NULL)
    return;
  if (hs_form_field_is_relevant (field))
    reveal_row (self, row);
  text = again ? g_strdup_printf (_ ("Done again: %s"), hs_form_field_get_label (field))
               : g_strdup_printf (_ ("Undone: %s"), hs_form_field_get_label (field));
  hs_app_toast (GTK_WIDGET (self), text);
}

/* One list of steps for the whole declaration: what was typed last is always the next to go, wherever the
 * focus is. A text entry's own undo would run beside it and put back what was undone. */
static gboolean
undo_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  HsFormPage *self = HS_FORM_PAGE (widget);
  g_autofree char *pointer = NULL;
  gulong handler = g_signal_connect (self->form, "changed", G_CALLBACK (take_pointer_cb), &pointer);

  if (hs_form_can_undo (self->form))
    hs_form_undo (self->form);
  g_signal_handler_disconnect (self->form, handler);
  show_change (self, pointer, FALSE);
  return TRUE;
}

static gboolean
redo_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  HsFormPage *self = HS_FORM_PAGE (widget);
  g_autofree char *pointer = NULL;
  gulong handler = g_signal_connect (self->form, "changed", G_CALLBACK (take_pointer_cb), &pointer);

  if (hs_form_can_redo (self->form))
    hs_form_redo (self->form);
  g_signal_handler_disconnect (self->form, handler);
  show_change (self, pointer, TRUE);
  return TRUE;
}

static void
add_shortcuts (HsFormPage *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>z"),
                      gtk_callback_action_new (undo_cb, NULL, NULL)));
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control><Shift>z|<Control>y"),
                      gtk_callback_action_new (redo_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
hs_form_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SECTION)
    g_value_set_string (value, HS_FORM_PAGE (object)->section);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hs_form_page_dispose (GObject *object)
{
  HsFormPage *self = HS_FORM_PAGE (object);

  g_clear_handle_id (&self->summing, g_source_remove);
  if (self->scrolling != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->scrolling);
  self->scrolling = 0;
  g_ptr_array_set_size (self->shown, 0);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the bin does not see the template take it */
  gtk_widget_dispose_template (GTK_WIDGET (self), HS_TYPE_FORM_PAGE);
  g_clear_object (&self->form);
  g_clear_pointer (&self->units, hs_units_unref);
  G_OBJECT_CLASS (hs_form_page_parent_class)->dispose (object);
}

static void
hs_form_page_finalize (GObject *object)
{
  HsFormPage *self = HS_FORM_PAGE (object);

  g_free (self->section);
  g_hash_table_unref (self->accused);
  g_ptr_array_unref (self->shown);
  G_OBJECT_CLASS (hs_form_page_parent_class)->finalize (object);
}

static void
hs_form_page_class_init (HsFormPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = hs_form_page_get_property;
  object_class->dispose = hs_form_page_dispose;
  object_class->finalize = hs_form_page_finalize;
  props[PROP_SECTION] =
    g_param_spec_string ("section", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  signals[FINISHED] = g_signal_new ("finished", HS_TYPE_FORM_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
  signals[TURNED_BACK] = g_signal_new ("turned-back", HS_TYPE_FORM_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hosoapp/HoSo/form/hs-form-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HsFormPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, HsFormPage, place_label);
  gtk_widget_class_bind_template_child (widget_class, HsFormPage, title_label);
  gtk_widget_class_bind_template_child (widget_class, HsFormPage, summary);
  gtk_widget_class_bind_template_child (widget_class, HsFormPage, summary_label);
  gtk_widget_class_bind_template_child (widget_class, HsFormPage, summary_links);
  gtk_widget_class_bind_template_child (widget_class, HsFormPage, later_button);
  gtk_widget_class_bind_template_child (widget_class, HsFormPage, rows);
  gtk_widget_class_bind_template_child (widget_class, HsFormPage, continue_button);
  gtk_widget_class_bind_template_callback (widget_class, continue_cb);
  gtk_widget_class_bind_template_callback (widget_class, later_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
}

static void
hs_form_page_init (HsFormPage *self)
{
  self->accused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->shown = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->summary),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->summary_label, NULL,
                                  -1);
  add_shortcuts (self);
}

GtkWidget *
hs_form_page_new (HsForm *form, HsUnits *units)
{
  HsFormPage *self = g_object_new (HS_TYPE_FORM_PAGE, NULL);
  g_autoptr (GPtrArray) sections = NULL;

  self->form = g_object_ref (form);
  self->units = hs_units_ref (units);
  g_signal_connect_object (hs_form_get_problems (form), "items-changed",
                           G_CALLBACK (problems_changed_cb), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < g_list_model_get_n_items (hs_form_get_sections (form)); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (hs_form_get_sections (form), i);
      g_signal_connect_object (section, "notify::relevant", G_CALLBACK (sections_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  sections = list_relevant_sections (self);
  if (sections->len > 0)
    hs_form_page_show_section (self, hs_form_section_get_id (sections->pdata[0]));
  return GTK_WIDGET (self);
}

const char *
hs_form_page_get_section (HsFormPage *self)
{
  g_return_val_if_fail (HS_IS_FORM_PAGE (self), NULL);
  return self->section;
}

void
hs_form_page_show_section (HsFormPage *self, const char *section)
{
  g_autoptr (GPtrArray) sections = NULL;
  int index;

  g_return_if_fail (HS_IS_FORM_PAGE (self));
  sections = list_relevant_sections (self);
  index = index_of_section (sections, section);
  if (index < 0 || g_strcmp0 (self->section, section) == 0)
    return;
  leave_section (self);
  g_free (self->section);
  self->section = g_strdup (section);
  show_place (self, sections, (guint) index);
  build_rows (self, sections->pdata[index]);
  self->checked = g_hash_table_contains (self->accused, section);
  if (self->checked)
    accuse_rows (self);
  update_summary (self);
  gtk_adjustment_set_value (
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)), 0);
  if (self->shown->len > 0)
    hs_field_row_focus (self->shown->pdata[0]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SECTION]);
}

gboolean
hs_form_page_show_field (HsFormPage *self, const char *pointer)
{
  HsFieldRow *row;

  g_return_val_if_fail (HS_IS_FORM_PAGE (self), FALSE);
  show_section_of (self, pointer);
  row = find_row (self, pointer);
  if (row == NULL)
    return FALSE;
  hs_field_row_accuse (row);
  reveal_row (self, row);
  return TRUE;
}

void
hs_form_page_check (HsFormPage *self)
{
  g_return_if_fail (HS_IS_FORM_PAGE (self));
  self->checked = TRUE;
  accuse_rows (self);
  if (update_summary (self) > 0)
    {
      gtk_adjustment_set_value (
        gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)), 0);
      gtk_widget_grab_focus (self->summary);
    }
}
