/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window: frame around the pages. It makes them from the page table, keeps the search entry, the
 * sidebar and the sign-in button in step with what is shown, and writes everything before it closes. */
#define G_LOG_DOMAIN "hoso"

#include "app/hs-window.h"

#include "app/hs-feedback.h"
#include "app/hs-page-stack.h"
#include "app/hs-section-list.h"
#include "app/hs-window-account.h"
#include "app/hs-window-pages.h"
#include "app/hs-window-saving.h"
#include "catalog/hs-catalogue-page.h"
#include "compat/hs-accessible.h"
#include "home/hs-home-page.h"
#include "widgets/hs-width-bin.h"

#include <glib/gi18n.h>

#define MIN_NAME_CHARS 6
#define MAX_NAME_CHARS 24
#define REFRESH_SECONDS (15 * 60) /* spec-portal.md, "Following a dossier": just submitted */

struct _HsWindow
{
  AdwApplicationWindow parent_instance;
  HsAppContext *context;     /* (owned) */
  GCancellable *cancellable; /* (owned) cancelled by dispose */
  HsSectionList *sections;   /* (owned) (nullable) after dispose */
  gboolean saved;            /* everything is on disk, the window may go */
  guint refresh_id;          /* source of the periodic refresh, 0 none */

  AdwToastOverlay *toasts;
  GtkLabel *name_label;
  GtkSearchEntry *search_entry;
  GtkMenuButton *who_button;
  GtkLabel *who_label;
  GtkButton *sign_in_button;
  GtkLabel *sign_in_label;
  HsWidthBin *width_bin;
  GtkWidget *sidebar;
  GtkWidget *sidebar_separator;
  GtkListBox *section_list;
  GtkBox *switcher;
  HsPageStack *pages;
};

G_DEFINE_FINAL_TYPE (HsWindow, hs_window, ADW_TYPE_APPLICATION_WINDOW)

static void search_changed_cb (HsWindow *self);

/* ---- navigation ---- */

static void
go_to (HsWindow *self, const HsPageEntry *entry, GVariant *target, gboolean take_focus)
{
  HsPage *page = hs_page_stack_get_page (self->pages);
  g_autoptr (GError) error = NULL;

  if (page != NULL && hs_page_take_target (page, entry->action, target))
    page = NULL;
  else if (page != NULL && !hs_page_may_leave (page))
    return;
  else if (!hs_page_stack_pop_to (self->pages, entry->action, target))
    {
      page = entry->make (self->context, target, &error);
      if (page == NULL)
        {
          hs_app_show_error (GTK_WIDGET (self), error);
          return;
        }
      g_object_ref_sink (page);
      if (entry->root)
        hs_page_stack_pop_to_root (self->pages);
      hs_page_stack_push (self->pages, page, entry->action, target);
      g_object_unref (page);
    }
  if (take_focus)
    hs_page_focus_first (hs_page_stack_get_page (self->pages));
}

void
hs_window_navigate (HsWindow *self, const char *action, GVariant *target)
{
  const HsPageEntry *entry = hs_page_entry_find (action);
  g_autoptr (GVariant) owned = target != NULL ? g_variant_ref_sink (target) : NULL;

  g_return_if_fail (HS_IS_WINDOW (self));
  if (entry == NULL)
    {
      g_warning ("no page shows %s", action);
      return;
    }
  go_to (self, entry, owned, TRUE);
}

static void
navigate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hs_window_navigate (HS_WINDOW (widget), name + strlen ("win."), parameter);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HsWindow *self = HS_WINDOW (widget);

  if (hs_page_stack_pop (self->pages))
    hs_page_focus_first (hs_page_stack_get_page (self->pages));
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HsWindow *self = HS_WINDOW (widget);

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  gtk_editable_select_region (GTK_EDITABLE (self->search_entry), 0, -1);
}

static void
new_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HsWindow *self = HS_WINDOW (widget);

  hs_window_navigate (self, "show-catalogue", g_variant_new_string (""));
  search_action (widget, name, NULL);
  hs_app_toast (widget, _ ("Choose the procedure the dossier is for"));
}

static void
new_dossier_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HsWindow *self = HS_WINDOW (widget);
  HsCaseBook *book = hs_app_context_get_case_book (self->context);
  g_autoptr (GError) error = NULL;
  g_autoptr (HsDossier) dossier = NULL;

  dossier = hs_case_book_create (book, g_variant_get_string (parameter, NULL), &error);
  if (dossier == NULL)
    hs_app_show_error (widget, error);
  else
    gtk_widget_activate_action (widget, "win.open-dossier", "s", hs_dossier_get_id (dossier));
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HsWindow *self = HS_WINDOW (widget);
  const GError *error = hs_window_saving_find_error (self->context);

  if (error != NULL)
    hs_app_show_error (widget, error);
  else
    hs_app_toast (widget, _ ("Already saved: every change is kept by itself"));
}

static void
shortcuts_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/hosoapp/HoSo/app/hs-shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (window, GTK_WINDOW (widget));
  gtk_window_present (window);
}

static void
sign_in_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hs_window_account_sign_in (GTK_WINDOW (widget), HS_WINDOW (widget)->context);
}

static void
sign_out_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HsWindow *self = HS_WINDOW (widget);

  hs_window_account_sign_out (GTK_WINDOW (widget), self->context, self->cancellable);
}

/* ---- search entry ---- */

static void
set_search_text (HsWindow *self, const char *text)
{
  if (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)), text))
    return;
  g_signal_handlers_block_by_func (self->search_entry, search_changed_cb, self);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), text);
  g_signal_handlers_unblock_by_func (self->search_entry, search_changed_cb, self);
}

static gboolean
entry_has_focus (HsWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && (focus == GTK_WIDGET (self->search_entry) ||
                           gtk_widget_is_ancestor (focus, GTK_WIDGET (self->search_entry)));
}

static void
search_changed_cb (HsWindow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  HsPage *page = hs_page_stack_get_page (self->pages);
  g_autoptr (GVariant) target = g_variant_ref_sink (g_variant_new_string (text));

  /* the delayed signal of a text that was set, not typed, changes nothing */
  if (!hs_app_context_is_ready (self->context) ||
      (HS_IS_CATALOGUE_PAGE (page) &&
       g_str_equal (hs_catalogue_page_get_text (HS_CATALOGUE_PAGE (page)), text)) ||
      (!HS_IS_CATALOGUE_PAGE (page) && (*text == '\0' || !entry_has_focus (self))))
    return;
  go_to (self, hs_page_entry_find ("show-catalogue"), target, FALSE);
}

static void
search_activated_cb (HsWindow *self)
{
  search_changed_cb (self);
  if (HS_IS_CATALOGUE_PAGE (hs_page_stack_get_page (self->pages)))
    hs_page_focus_first (hs_page_stack_get_page (self->pages));
}

static void
search_stopped_cb (HsWindow *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  if (hs_page_stack_get_page (self->pages) != NULL)
    hs_page_focus_first (hs_page_stack_get_page (self->pages));
}

static gboolean
search_key_cb (HsWindow *self, guint keyval)
{
  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  search_activated_cb (self);
  return GDK_EVENT_STOP;
}

/* ---- keeping in step ---- */

static void
update_title (HsWindow *self)
{
  HsPage *page = hs_page_stack_get_page (self->pages);
  const char *title = page != NULL ? hs_page_get_title (page) : "";
  g_autofree char *text =
    *title != '\0' ? g_strdup_printf ("%s – Hồ Sơ", title) : g_strdup ("Hồ Sơ");

  gtk_window_set_title (GTK_WINDOW (self), text);
}

static void
page_changed_cb (HsWindow *self)
{
  HsPage *page = hs_page_stack_get_page (self->pages);
  const HsPageEntry *entry = hs_page_entry_find (hs_page_stack_get_action (self->pages));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.back",
                                 hs_page_stack_get_depth (self->pages) > 1);
  if (entry != NULL)
    hs_section_list_select (self->sections, entry->section);
  if (HS_IS_CATALOGUE_PAGE (page))
    set_search_text (self, hs_catalogue_page_get_text (HS_CATALOGUE_PAGE (page)));
  else
    set_search_text (self, "");
  g_signal_handlers_disconnect_by_func (page, update_title, self);
  g_signal_connect_object (page, "notify::title", G_CALLBACK (update_title), self,
                           G_CONNECT_SWAPPED);
  update_title (self);
}

static void
section_activated_cb (HsWindow *self, GtkListBoxRow *row)
{
  hs_section_list_activate (self->sections, (guint) gtk_list_box_row_get_index (row));
}

static void
narrow_cb (HsWindow *self)
{
  gboolean narrow = hs_width_bin_is_narrow (self->width_bin);

  gtk_widget_set_visible (self->sidebar, !narrow);
  gtk_widget_set_visible (self->sidebar_separator, !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->switcher), narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->name_label), !narrow);
  /* the icons, tooltips and names stay */
  gtk_widget_set_visible (GTK_WIDGET (self->who_label), !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->sign_in_label), !narrow);
}

static void
account_changed_cb (HsWindow *self)
{
  HsSession *session = hs_app_context_get_session (self->context);
  gboolean signed_in = session != NULL && hs_session_is_signed_in (session);
  g_autofree char *name = signed_in ? hs_session_dup_name (session) : NULL;
  g_autofree char *label = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->sign_in_button), !signed_in);
  gtk_widget_set_visible (GTK_WIDGET (self->who_button), signed_in);
  gtk_label_set_label (self->who_label, name != NULL ? name : _ ("Signed in"));
  /* an ellipsized label asks for nothing, and would get nothing beside the search entry */
  gtk_label_set_width_chars (
    self->who_label,
    CLAMP (name != NULL ? (int) g_utf8_strlen (name, -1) : 0, MIN_NAME_CHARS, MAX_NAME_CHARS));
  label = g_strdup_printf (_ ("Signed in as %s"), name != NULL ? name : "?");
  hs_accessible_set_name (GTK_WIDGET (self->who_button), label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->who_button), label);
}

static void
signed_in_cb (HsWindow *self)
{
  account_changed_cb (self);
  hs_case_book_resume (hs_app_context_get_case_book (self->context));
  hs_window_account_refresh (GTK_WIDGET (self), self->context, self->cancellable);
}

static gboolean
refresh_cb (gpointer data)
{
  HsWindow *self = data;

  hs_window_account_refresh (GTK_WIDGET (self), self->context, self->cancellable);
  return G_SOURCE_CONTINUE;
}

/* ---- start ---- */

static void
enable_actions (HsWindow *self, gboolean enabled)
{
  static const char *const others[] = { "win.new", "win.new-dossier", "win.save", "win.sign-in",
                                        "win.sign-out" };
  guint n_entries;
  const HsPageEntry *entries = hs_page_entries (&n_entries);

  for (guint i = 0; i < n_entries; i++)
    {
      g_autofree char *name = g_strconcat ("win.", entries[i].action, NULL);

      gtk_widget_action_set_enabled (GTK_WIDGET (self), name, enabled);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), others[i], enabled);
}

static void
show_catalogue_warning (HsWindow *self)
{
  const char *warning = hs_catalogue_get_warning (hs_app_context_get_catalogue (self->context));

  if (warning == NULL)
    return;
  g_message ("catalogue: %s", warning);
  hs_app_toast (GTK_WIDGET (self), _ ("The list of procedures was damaged and has been made anew"));
}

static void
ready_cb (HsWindow *self)
{
  HsSession *session = hs_app_context_get_session (self->context);

  enable_actions (self, TRUE);
  show_catalogue_warning (self);
  hs_section_list_set_book (self->sections, hs_app_context_get_case_book (self->context));
  if (session != NULL)
    {
      g_signal_connect_object (session, "notify::signed-in", G_CALLBACK (signed_in_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "notify::name", G_CALLBACK (account_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  signed_in_cb (self);
  self->refresh_id = g_timeout_add_seconds (REFRESH_SECONDS, refresh_cb, self);
  search_changed_cb (self); /* what was typed meanwhile */
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HsWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (hs_app_context_open_finish (HS_APP_CONTEXT (source), result, &error))
    return; /* ready_cb has done it */
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    hs_home_page_show_error (HS_HOME_PAGE (hs_page_stack_get_page (self->pages)), error);
}

static gboolean
open_context_cb (gpointer data)
{
  HsWindow *self = data;

  hs_app_context_open_async (self->context, self->cancellable, opened_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
retry_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HsWindow *self = HS_WINDOW (widget);

  if (!hs_app_context_is_ready (self->context))
    open_context_cb (self);
}

/* ---- end ---- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HsWindow) self = user_data;

  self->saved = hs_window_saving_finish (GTK_WINDOW (self), result);
  if (self->saved)
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
hs_window_close_request (GtkWindow *window)
{
  HsWindow *self = HS_WINDOW (window);
  GSettings *settings = hs_app_context_get_settings (self->context);
  int width, height;

  if (hs_page_stack_get_page (self->pages) != NULL &&
      !hs_page_may_leave (hs_page_stack_get_page (self->pages)))
    return TRUE; /* the page has told why */
  if (!self->saved)
    {
      hs_window_saving_run_async (self->context, saved_cb, g_object_ref (self));
      return TRUE;
    }
  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "window-width", width);
  g_settings_set_int (settings, "window-height", height);
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
  return GTK_WINDOW_CLASS (hs_window_parent_class)->close_request (window);
}

static void
hs_window_dispose (GObject *object)
{
  HsWindow *self = HS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_object (&self->sections);
  G_OBJECT_CLASS (hs_window_parent_class)->dispose (object);
}

static void
hs_window_finalize (GObject *object)
{
  HsWindow *self = HS_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (hs_window_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  guint n_entries;
  const HsPageEntry *entries = hs_page_entries (&n_entries);

  for (guint i = 0; i < n_entries; i++)
    {
      g_autofree char *name = g_strconcat ("win.", entries[i].action, NULL);

      gtk_widget_class_install_action (widget_class, name, entries[i].parameter, navigate_action);
    }
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.new", NULL, new_action);
  gtk_widget_class_install_action (widget_class, "win.new-dossier", "s", new_dossier_action);
  gtk_widget_class_install_action (widget_class, "win.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "win.show-shortcuts", NULL, shortcuts_action);
  gtk_widget_class_install_action (widget_class, "win.sign-in", NULL, sign_in_action);
  gtk_widget_class_install_action (widget_class, "win.sign-out", NULL, sign_out_action);
  gtk_widget_class_install_action (widget_class, "win.retry-open", NULL, retry_action);
}

static void
hs_window_class_init (HsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HS_TYPE_WIDTH_BIN);
  g_type_ensure (HS_TYPE_PAGE_STACK);
  G_OBJECT_CLASS (klass)->dispose = hs_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = hs_window_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hosoapp/HoSo/app/hs-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, HsWindow, name_label);
  gtk_widget_class_bind_template_child (widget_class, HsWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, HsWindow, who_button);
  gtk_widget_class_bind_template_child (widget_class, HsWindow, who_label);
  gtk_widget_class_bind_template_child (widget_class, HsWindow, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, HsWindow, sign_in_label);
  gtk_widget_class_bind_template_child (widget_class, HsWindow, width_bin);
  gtk_widget_class_bind_template_child (widget_class, HsWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, HsWindow, sidebar_separator);
  gtk_widget_class_bind_template_child (widget_class, HsWindow, section_list);
  gtk_widget_class_bind_template_child (widget_class, HsWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, HsWindow, pages);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, section_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  install_actions (widget_class);
}

static void
hs_window_init (HsWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->sections = hs_section_list_new (self->section_list, self->switcher);
  g_signal_connect_object (self->width_bin, "notify::narrow", G_CALLBACK (narrow_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (search_key_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->search_entry), keys);
}

HsWindow *
hs_window_new (GtkApplication *application, HsAppContext *context)
{
  HsWindow *self = g_object_new (HS_TYPE_WINDOW, "application", application, NULL);
  GSettings *settings = hs_app_context_get_settings (context);

  self->context = g_object_ref (context);
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  hs_page_stack_push (self->pages, hs_home_page_make (context, NULL, NULL), "go-home", NULL);
  if (hs_app_context_is_ready (context))
    {
      ready_cb (self);
      return self;
    }
  enable_actions (self, FALSE);
  g_signal_connect_object (context, "notify::ready", G_CALLBACK (ready_cb), self,
                           G_CONNECT_SWAPPED);
  /* after the first frame: GTK draws at a higher priority */
  g_idle_add_full (G_PRIORITY_LOW, open_context_cb, g_object_ref (self), g_object_unref);
  return self;
}

HsAppContext *
hs_window_get_context (HsWindow *self)
{
  g_return_val_if_fail (HS_IS_WINDOW (self), NULL);
  return self->context;
}

HsPage *
hs_window_get_page (HsWindow *self)
{
  g_return_val_if_fail (HS_IS_WINDOW (self), NULL);
  return hs_page_stack_get_page (self->pages);
}

/* The overlay's own child is the window's content; the others are toasts. */
static gboolean
mend_toasts_cb (gpointer data)
{
  GtkWidget *content = adw_toast_overlay_get_child (data);

  for (GtkWidget *child = gtk_widget_get_first_child (data); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (child != content)
      hs_accessible_mend_parts (child);
  return G_SOURCE_REMOVE;
}

/* A toast's widget comes when it is added, or when the one before it goes. */
static void
mend_toasts_soon (HsWindow *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, mend_toasts_cb, g_object_ref (self->toasts),
                   g_object_unref);
}

void
hs_window_add_toast (HsWindow *self, AdwToast *toast)
{
  g_return_if_fail (HS_IS_WINDOW (self));
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (mend_toasts_soon), self,
                           G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, toast);
  mend_toasts_soon (self);
}
