/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dossier: its task list, and the step being done. Steps are made when they are first looked at. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-dossier-page.h"
#include "compat/hs-accessible.h"

#include "app/hs-feedback.h"
#include "base/hs-date.h"
#include "documents/hs-papers-page.h"
#include "dossier/hs-delivery-step.h"
#include "dossier/hs-form-back.h"
#include "dossier/hs-form-notice.h"
#include "dossier/hs-not-moved-list.h"
#include "dossier/hs-office-step.h"
#include "dossier/hs-task-row.h"
#include "form/hs-form-page.h"
#include "review/hs-review-page.h"
#include "review/hs-send-page.h"
#include "widgets/hs-dossier-words.h"
#include "widgets/hs-width-bin.h"

#include <glib/gi18n.h>

struct _HsDossierPage
{
  HsPage parent_instance;

  HsDossier *dossier;          /* (owned) */
  HsTask task;                 /* the step shown */
  GtkWidget *step[HS_N_TASKS]; /* (unowned) (nullable) children of steps */

  GtkWidget *width;
  GtkWidget *tasks_button; /* where there is no room for both: the list instead of the step */
  GtkWidget *tasks_pane;
  GtkWidget *separator;
  GtkWidget *step_pane;
  GtkWidget *name_label;
  GtkWidget *task_list;
  GtkWidget *saved_label;
  GtkWidget *frozen_box;
  GtkWidget *follow_button;
  GtkWidget *busy_label;
  GtkWidget *form_notice; /* the form has a newer version, or is not accepted much longer */
  GtkWidget *not_moved;   /* what the version before had and this one has not */
  GtkWidget *back_button; /* to the version before */
  GtkWidget *steps;
};

G_DEFINE_FINAL_TYPE (HsDossierPage, hs_dossier_page, HS_TYPE_PAGE)

static void show_task (HsDossierPage *self, HsTask task);

static gboolean
was_submitted (HsDossierPage *self)
{
  return hs_dossier_get_state (self->dossier) >= HS_DOSSIER_SUBMITTED;
}

static void
next_action (GtkWidget *widget, const char *name, GVariant *target)
{
  HsDossierPage *self = HS_DOSSIER_PAGE (widget);

  if (self->task + 1 < HS_N_TASKS)
    show_task (self, self->task + 1);
}

static void
previous_action (GtkWidget *widget, const char *name, GVariant *target)
{
  HsDossierPage *self = HS_DOSSIER_PAGE (widget);

  if (self->task > 0)
    show_task (self, self->task - 1);
  else
    gtk_widget_activate_action (widget, "win.back", NULL);
}

static void
edit_action (GtkWidget *widget, const char *name, GVariant *target)
{
  HsDossierPage *self = HS_DOSSIER_PAGE (widget);
  const char *task_name, *detail;
  HsTask task;

  g_variant_get (target, "(&s&s)", &task_name, &detail);
  if ((task = hs_task_from_id (task_name)) == HS_N_TASKS)
    return;
  show_task (self, task);
  if (*detail == '\0')
    return;
  if (task == HS_TASK_DECLARATION && HS_IS_FORM_PAGE (self->step[task]))
    hs_form_page_show_field (HS_FORM_PAGE (self->step[task]), detail);
  else if (task == HS_TASK_PAPERS)
    hs_papers_page_show_slot (HS_PAPERS_PAGE (self->step[task]), detail);
  else if (task == HS_TASK_DELIVERY)
    hs_delivery_step_check (HS_DELIVERY_STEP (self->step[task]));
}

static void
go_next_cb (HsDossierPage *self)
{
  next_action (GTK_WIDGET (self), NULL, NULL);
}

static void
go_previous_cb (HsDossierPage *self)
{
  previous_action (GTK_WIDGET (self), NULL, NULL);
}

static gboolean
row_is_current (HsDossierPage *self, HsTaskRow *row)
{
  const char *section = hs_task_row_get_section (row);

  if (hs_task_row_get_task (row) != self->task)
    return FALSE;
  if (self->task != HS_TASK_DECLARATION || !HS_IS_FORM_PAGE (self->step[self->task]))
    return section == NULL;
  return g_strcmp0 (section, hs_form_page_get_section (HS_FORM_PAGE (self->step[self->task]))) == 0;
}

/* In a declaration of several parts the title says which one is shown. */
static void
show_title (HsDossierPage *self)
{
  guint number = 0, total = 0;
  g_autofree char *title = NULL;

  if (self->task == HS_TASK_DECLARATION && HS_IS_FORM_PAGE (self->step[self->task]))
    hs_form_page_get_progress (HS_FORM_PAGE (self->step[self->task]), &number, &total);
  /* TRANSLATORS: title of a dossier, number of the part, of how many */
  title = total > 1 ? g_strdup_printf (_ ("%s – part %u/%u"), hs_dossier_get_title (self->dossier),
                                       number, total)
                    : g_strdup (hs_dossier_get_title (self->dossier));
  hs_page_set_title (HS_PAGE (self), title);
}

static HsTaskRow *
task_row_at (HsDossierPage *self, int i)
{
  return (HsTaskRow *) gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->task_list), i);
}

/* Late to accuse: the section being filled in does not need mending before its page says so, nor does the
 * declaration when nothing else does. What the page says, the list says too. */
static void
hush_current (HsDossierPage *self)
{
  HsFormPage *page = HS_IS_FORM_PAGE (self->step[HS_TASK_DECLARATION])
                       ? HS_FORM_PAGE (self->step[HS_TASK_DECLARATION])
                       : NULL;
  const char *current =
    self->task == HS_TASK_DECLARATION && page != NULL ? hs_form_page_get_section (page) : NULL;
  gboolean any_told = FALSE, others = FALSE;
  HsTaskRow *row;

  for (int i = 0; (row = task_row_at (self, i)) != NULL; i++)
    {
      const char *section = hs_task_row_get_section (row);
      gboolean told;

      if (section == NULL)
        continue;
      told = page != NULL && hs_form_page_tells_errors (page, section);
      hs_task_row_set_telling (row, g_strcmp0 (section, current) == 0, told);
      any_told = any_told || told;
      others = others || (hs_task_row_is_wrong (row) && g_strcmp0 (section, current) != 0);
    }
  for (int i = 0; (row = task_row_at (self, i)) != NULL; i++)
    if (hs_task_row_get_section (row) == NULL && hs_task_row_get_task (row) == HS_TASK_DECLARATION)
      hs_task_row_set_telling (row, current != NULL && !others, any_told);
}

/* Selects the line of what is shown; sections are in sight only under an open declaration. */
static void
mark_current (HsDossierPage *self)
{
  hush_current (self);
  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->task_list), i);

      if (row == NULL)
        break;
      if (hs_task_row_get_section (HS_TASK_ROW (row)) != NULL)
        {
          hs_task_row_refresh (HS_TASK_ROW (row));
          if (self->task != HS_TASK_DECLARATION)
            gtk_widget_set_visible (GTK_WIDGET (row), FALSE);
        }
      if (row_is_current (self, HS_TASK_ROW (row)))
        gtk_list_box_select_row (GTK_LIST_BOX (self->task_list), row);
    }
  show_title (self);
}

static GtkWidget *
new_form_step (HsDossierPage *self)
{
  HsForm *form = hs_dossier_get_form (self->dossier);
  GtkWidget *page;

  if (form == NULL)
    {
      const GError *error = hs_dossier_get_form_error (self->dossier);
      g_autofree char *words = error != NULL ? hs_app_error_text (error) : NULL;

      page = adw_status_page_new ();
      adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "text-x-generic-symbolic");
      adw_status_page_set_title (ADW_STATUS_PAGE (page), error != NULL
                                                           ? _ ("The form cannot be opened")
                                                           : _ ("No form to fill in here"));
      adw_status_page_set_description (ADW_STATUS_PAGE (page),
                                       error != NULL
                                         ? words
                                         : _ ("This procedure has no electronic form yet. Attach "
                                              "the paper declaration in the next step."));
      return page;
    }
  page = hs_form_page_new (form, hs_app_context_get_units (hs_page_get_context (HS_PAGE (self))));
  hs_form_page_set_eager (
    HS_FORM_PAGE (page),
    g_settings_get_boolean (hs_app_context_get_settings (hs_page_get_context (HS_PAGE (self))),
                            "errors-on-leaving"));
  g_signal_connect_object (page, "finished", G_CALLBACK (go_next_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "turned-back", G_CALLBACK (go_previous_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "notify::section", G_CALLBACK (mark_current), self,
                           G_CONNECT_SWAPPED);
  return page;
}

static GtkWidget *
new_step (HsDossierPage *self, HsTask task)
{
  HsAppContext *context = hs_page_get_context (HS_PAGE (self));

  switch (task)
    {
    case HS_TASK_OFFICE:
      return hs_office_step_new (context, self->dossier);
    case HS_TASK_DECLARATION:
      return new_form_step (self);
    case HS_TASK_PAPERS:
      return hs_papers_page_new (context, self->dossier);
    case HS_TASK_DELIVERY:
      return hs_delivery_step_new (self->dossier);
    case HS_TASK_REVIEW:
      return hs_review_page_new (context, self->dossier);
    case HS_TASK_SEND:
      return hs_send_page_new (context, self->dossier);
    case HS_N_TASKS:
    default:
      g_return_val_if_reached (NULL);
    }
}

/* Wide: list and step. Narrow: the step, or the list in its place. */
static void
layout_cb (HsDossierPage *self)
{
  gboolean narrow = hs_width_bin_is_narrow (HS_WIDTH_BIN (self->width));
  gboolean list = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->tasks_button));

  gtk_widget_set_visible (self->tasks_button, narrow);
  gtk_widget_set_visible (self->tasks_pane, !narrow || list);
  gtk_widget_set_hexpand (self->tasks_pane, narrow);
  gtk_widget_set_visible (self->separator, !narrow);
  gtk_widget_set_visible (self->step_pane, !narrow || !list);
}

/* The page says itself that it is sent, or how to take it back: no second notice over it. */
static void
show_frozen (HsDossierPage *self)
{
  gtk_widget_set_visible (self->frozen_box,
                          hs_dossier_is_frozen (self->dossier) && self->task != HS_TASK_SEND);
}

static void
show_tray (HsDossierPage *self)
{
  gboolean has_tray = self->task == HS_TASK_DECLARATION && !hs_dossier_is_frozen (self->dossier);

  hs_not_moved_list_set_form (HS_NOT_MOVED_LIST (self->not_moved),
                              has_tray ? hs_dossier_get_form (self->dossier) : NULL);
}

static void
show_task (HsDossierPage *self, HsTask task)
{
  if (self->step[task] == NULL)
    {
      self->step[task] = new_step (self, task);
      gtk_stack_add_named (GTK_STACK (self->steps), self->step[task], hs_task_id (task));
    }
  /* A frozen dossier is looked at, not changed; sending goes on. */
  gtk_widget_set_sensitive (self->step[task], task == HS_TASK_SEND || task == HS_TASK_PAPERS ||
                                                !hs_dossier_is_frozen (self->dossier));
  self->task = task;
  show_frozen (self);
  show_tray (self);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->tasks_button), FALSE);
  gtk_stack_set_visible_child (GTK_STACK (self->steps), self->step[task]);
  mark_current (self);
}

static void
row_activated_cb (HsDossierPage *self, GtkListBoxRow *row)
{
  HsTask task = hs_task_row_get_task (HS_TASK_ROW (row));
  const char *section = hs_task_row_get_section (HS_TASK_ROW (row));

  show_task (self, task);
  if (section != NULL && HS_IS_FORM_PAGE (self->step[task]))
    hs_form_page_show_section (HS_FORM_PAGE (self->step[task]), section);
  gtk_widget_child_focus (self->step[task], GTK_DIR_TAB_FORWARD);
}

static void
follow_cb (HsDossierPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-tracking", "s",
                              hs_dossier_get_id (self->dossier));
}

static void
state_changed_cb (HsDossierPage *self)
{
  gboolean frozen = hs_dossier_is_frozen (self->dossier);

  show_frozen (self);
  show_tray (self);
  gtk_widget_set_visible (self->follow_button, was_submitted (self));
  for (guint i = 0; i < HS_N_TASKS; i++)
    if (self->step[i] != NULL)
      gtk_widget_set_sensitive (self->step[i], i == HS_TASK_SEND || i == HS_TASK_PAPERS || !frozen);
}

static void
saved_cb (HsDossierPage *self)
{
  const GError *error = hs_dossier_get_save_error (self->dossier);
  gint64 saved = hs_dossier_get_saved_us (self->dossier);
  g_autofree char *text = NULL;

  if (error != NULL)
    {
      g_autofree char *words = hs_app_error_text (error);
      text = g_strdup_printf (_ ("Not saved yet! %s"), words);
    }
  else if (saved > 0)
    {
      g_autofree char *clock = hs_time_to_clock (saved);
      text = g_strdup_printf (_ ("Saved at %s"), clock);
    }
  gtk_label_set_text (GTK_LABEL (self->saved_label), text != NULL ? text : "");
  if (error != NULL)
    gtk_widget_add_css_class (self->saved_label, "error");
  else
    gtk_widget_remove_css_class (self->saved_label, "error");
}

static void
tasks_changed_cb (HsDossierPage *self)
{
  hush_current (self);
  show_title (self);
}

static void
fill_task_list (HsDossierPage *self)
{
  HsForm *form = hs_dossier_get_form (self->dossier);

  for (HsTask task = 0; task < HS_N_TASKS; task++)
    {
      GListModel *sections =
        task == HS_TASK_DECLARATION && form != NULL ? hs_form_get_sections (form) : NULL;

      gtk_list_box_append (GTK_LIST_BOX (self->task_list),
                           hs_task_row_new_for_task (self->dossier, task));
      for (guint i = 0; sections != NULL && i < g_list_model_get_n_items (sections); i++)
        {
          g_autoptr (HsFormSection) section = g_list_model_get_item (sections, i);
          gtk_list_box_append (GTK_LIST_BOX (self->task_list),
                               hs_task_row_new_for_section (section));
        }
    }
}

/* Another version of the form: what shows the old one is made anew, where it is looked at. */
static void
form_changed_cb (HsDossierPage *self)
{
  static const HsTask shows_form[] = { HS_TASK_DECLARATION, HS_TASK_REVIEW, HS_TASK_PAPERS };
  GtkListBoxRow *row;
  HsTask task = self->task;

  for (guint i = 0; i < G_N_ELEMENTS (shows_form); i++)
    if (self->step[shows_form[i]] != NULL)
      {
        gtk_stack_remove (GTK_STACK (self->steps), self->step[shows_form[i]]);
        self->step[shows_form[i]] = NULL;
      }
  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->task_list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->task_list), GTK_WIDGET (row));
  fill_task_list (self);
  show_task (self, task);
  show_tray (self);
}

/* The first step that is not done. */
static HsTask
first_open_task (HsDossierPage *self)
{
  if (hs_dossier_is_frozen (self->dossier))
    return HS_TASK_SEND;
  for (HsTask task = 0; task < HS_N_TASKS; task++)
    if (hs_dossier_get_task_state (self->dossier, task) != HS_TASK_DONE)
      return task;
  return HS_TASK_SEND;
}

/* One window per dossier: where another one has it, it can be looked at, not changed. */
static void
claim (HsDossierPage *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (hs_dossier_is_frozen (self->dossier) || hs_dossier_claim (self->dossier, &error))
    return;
  words = hs_app_error_text (error);
  gtk_label_set_text (GTK_LABEL (self->busy_label), words);
  gtk_widget_set_visible (self->busy_label, TRUE);
  gtk_widget_set_sensitive (self->steps, FALSE);
}

static void
open_dossier (HsDossierPage *self)
{
  claim (self);
  g_signal_connect_object (self->dossier, "notify::state", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->dossier, "notify::saved-us", G_CALLBACK (saved_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->dossier, "notify::save-error", G_CALLBACK (saved_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->dossier, "notify::form", G_CALLBACK (form_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->dossier, "tasks-changed", G_CALLBACK (tasks_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_label_set_text (GTK_LABEL (self->name_label),
                      hs_procedure_get_title (hs_dossier_get_procedure (self->dossier)));
  hs_form_notice_set_dossier (HS_FORM_NOTICE (self->form_notice), self->dossier);
  hs_form_back_set_dossier (HS_FORM_BACK (self->back_button), self->dossier);
  fill_task_list (self);
  state_changed_cb (self);
  saved_cb (self);
  tasks_changed_cb (self);
  show_task (self, first_open_task (self));
}

static gboolean
focus_first (HsPage *page)
{
  HsDossierPage *self = HS_DOSSIER_PAGE (page);

  if (self->step[self->task] == NULL)
    return FALSE;
  return gtk_widget_child_focus (self->step[self->task], GTK_DIR_TAB_FORWARD);
}

static gboolean
take_target (HsPage *page, const char *action, GVariant *target)
{
  HsDossierPage *self = HS_DOSSIER_PAGE (page);
  const char *id, *task;

  if (g_str_equal (action, "open-dossier"))
    return g_strcmp0 (g_variant_get_string (target, NULL), hs_dossier_get_id (self->dossier)) == 0;
  if (!g_str_equal (action, "open-task"))
    return FALSE;
  g_variant_get (target, "(&s&s)", &id, &task);
  if (g_strcmp0 (id, hs_dossier_get_id (self->dossier)) != 0)
    return FALSE;
  hs_dossier_page_show_task (self, task);
  return TRUE;
}

static void
hs_dossier_page_dispose (GObject *object)
{
  HsDossierPage *self = HS_DOSSIER_PAGE (object);

  adw_bin_set_child (ADW_BIN (self), NULL); /* the bin does not see the template take it */
  gtk_widget_dispose_template (GTK_WIDGET (self), HS_TYPE_DOSSIER_PAGE);
  if (self->dossier != NULL)
    hs_dossier_release (self->dossier);
  g_clear_object (&self->dossier);
  G_OBJECT_CLASS (hs_dossier_page_parent_class)->dispose (object);
}

static void
hs_dossier_page_class_init (HsDossierPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HsPageClass *page_class = HS_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hs_dossier_page_dispose;
  g_type_ensure (HS_TYPE_WIDTH_BIN);
  g_type_ensure (HS_TYPE_NOT_MOVED_LIST);
  g_type_ensure (HS_TYPE_FORM_NOTICE);
  g_type_ensure (HS_TYPE_FORM_BACK);
  page_class->focus_first = focus_first;
  page_class->take_target = take_target;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/hosoapp/HoSo/dossier/hs-dossier-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HsDossierPage, width);
  gtk_widget_class_bind_template_child (widget_class, HsDossierPage, tasks_button);
  gtk_widget_class_bind_template_child (widget_class, HsDossierPage, tasks_pane);
  gtk_widget_class_bind_template_child (widget_class, HsDossierPage, separator);
  gtk_widget_class_bind_template_child (widget_class, HsDossierPage, step_pane);
  gtk_widget_class_bind_template_child (widget_class, HsDossierPage, name_label);
  gtk_widget_class_bind_template_child (widget_class, HsDossierPage, task_list);
  gtk_widget_class_bind_template_child (widget_class, HsDossierPage, saved_label);
  gtk_widget_class_bind_template_child (widget_class, HsDossierPage, frozen_box);
  gtk_widget_class_bind_template_child (widget_class, HsDossierPage, follow_button);
  gtk_widget_class_bind_template_child (widget_class, HsDossierPage, busy_label);
  gtk_widget_class_bind_template_child (widget_class, HsDossierPage, form_notice);
  gtk_widget_class_bind_template_child (widget_class, HsDossierPage, not_moved);
  gtk_widget_class_bind_template_child (widget_class, HsDossierPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, HsDossierPage, steps);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, follow_cb);
  gtk_widget_class_bind_template_callback (widget_class, layout_cb);
  gtk_widget_class_install_action (widget_class, "dossier.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "dossier.previous", NULL, previous_action);
  gtk_widget_class_install_action (widget_class, "dossier.edit", "(ss)", edit_action);
}

static void
hs_dossier_page_init (HsDossierPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hs_accessible_follow_stack (GTK_STACK (self->steps));
}

static HsDossierPage *
make (HsAppContext *context, const char *dossier_id, GError **error)
{
  HsDossier *dossier = hs_case_book_find (hs_app_context_get_case_book (context), dossier_id);
  HsDossierPage *self;

  if (dossier == NULL)
    {
      g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_NOT_FOUND, "no dossier %s",
                   dossier_id);
      return NULL;
    }
  self = g_object_new (HS_TYPE_DOSSIER_PAGE, "context", context, NULL);
  self->dossier = g_object_ref (dossier);
  open_dossier (self);
  return self;
}

HsPage *
hs_dossier_page_make (HsAppContext *context, GVariant *target, GError **error)
{
  return (HsPage *) make (context, g_variant_get_string (target, NULL), error);
}

HsPage *
hs_dossier_page_make_task (HsAppContext *context, GVariant *target, GError **error)
{
  const char *id, *task;
  HsDossierPage *self;

  g_variant_get (target, "(&s&s)", &id, &task);
  self = make (context, id, error);
  if (self != NULL)
    hs_dossier_page_show_task (self, task);
  return (HsPage *) self;
}

void
hs_dossier_page_show_task (HsDossierPage *self, const char *task)
{
  HsTask which;

  g_return_if_fail (HS_IS_DOSSIER_PAGE (self));
  if ((which = hs_task_from_id (task)) != HS_N_TASKS)
    show_task (self, which);
}
