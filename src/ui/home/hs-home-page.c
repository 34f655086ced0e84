/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Home: dossiers that need the citizen, then the events of life. */
#define G_LOG_DOMAIN "hoso"

#include "home/hs-home-page.h"
#include "compat/hs-accessible.h"

#include "app/hs-error-words.h"
#include "app/hs-sentences.h"
#include "widgets/hs-book-watch.h"
#include "widgets/hs-dossier-list.h"
#include "widgets/hs-protection.h"

#include <glib/gi18n.h>

#define MAX_UNFINISHED 5 /* the rest is on the page of dossiers */

struct _HsHomePage
{
  HsPage parent_instance;
  HsBookWatch *watch; /* (owned) (nullable) until the context is ready */

  GtkStack *stack;
  GtkWidget *welcome;
  GtkLabel *welcome_protection;
  GtkBox *lists;
  GtkFlowBox *events_grid;
  GtkFlowBox *business_grid;
  GtkWidget *hint;
  AdwStatusPage *error_page;
  GtkLabel *error_details;
};

G_DEFINE_FINAL_TYPE (HsHomePage, hs_home_page, HS_TYPE_PAGE)

static void
understood_cb (HsHomePage *self)
{
  g_settings_set_boolean (hs_app_context_get_settings (hs_page_get_context (HS_PAGE (self))),
                          "first-run", FALSE);
  gtk_widget_set_visible (self->welcome, FALSE);
  hs_page_focus_first (HS_PAGE (self));
}

static void
retry_cb (HsHomePage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "content");
  gtk_widget_activate_action (GTK_WIDGET (self), "win.retry-open", NULL);
}

static void
event_clicked_cb (GtkButton *button, const char *id)
{
  g_autofree char *target = g_strconcat ("life-event:", id, NULL);

  gtk_widget_activate_action (GTK_WIDGET (button), "win.show-catalogue", "s", target);
}

static void
free_id (gpointer data, GClosure *closure)
{
  g_free (data);
}

static GtkWidget *
make_event_button (const HsLifeEvent *event)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", event->icon, "pixel-size", 32,
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *label = gtk_label_new (event->title);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_width_chars (GTK_LABEL (label), 12);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 16);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (icon, "accent");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "card");
  gtk_widget_add_css_class (button, "hs-event");
  hs_accessible_set_name (button, event->title);
  g_signal_connect_data (button, "clicked", G_CALLBACK (event_clicked_cb), g_strdup (event->id),
                         free_id, 0);
  return button;
}

static void
fill_events (HsHomePage *self, HsCatalogue *catalogue)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = hs_catalogue_list_life_events (catalogue, &error);

  if (events == NULL)
    {
      g_warning ("life events: %s", error->message);
      return;
    }
  for (guint i = 0; i < events->len; i++)
    {
      const HsLifeEvent *event = g_ptr_array_index (events, i);
      gboolean business = g_strcmp0 (event->audience, "business") == 0;
      GtkWidget *child = gtk_flow_box_child_new ();

      /* the button takes the focus, not the cell around it */
      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), make_event_button (event));
      gtk_widget_set_focusable (child, FALSE);
      gtk_flow_box_append (business ? self->business_grid : self->events_grid, child);
    }
}

static void
update_hint (HsHomePage *self, HsCaseBook *book)
{
  gboolean any = FALSE;

  for (GtkWidget *list = gtk_widget_get_first_child (GTK_WIDGET (self->lists)); list != NULL;
       list = gtk_widget_get_next_sibling (list))
    any = any || gtk_widget_get_visible (list);
  gtk_widget_set_visible (GTK_WIDGET (self->lists), any);
  gtk_widget_set_visible (self->hint, g_list_model_get_n_items (G_LIST_MODEL (book)) == 0);
}

static void
ready_cb (HsHomePage *self)
{
  HsAppContext *context = hs_page_get_context (HS_PAGE (self));
  HsCaseBook *book = hs_app_context_get_case_book (context);
  GSettings *settings = hs_app_context_get_settings (context);
  g_autofree char *protection = hs_protection_text (hs_app_context_get_store (context));

  gtk_stack_set_visible_child_name (self->stack, "content");
  gtk_label_set_label (self->welcome_protection, protection);
  gtk_widget_set_visible (self->welcome, g_settings_get_boolean (settings, "first-run"));
  gtk_box_append (self->lists, hs_dossier_list_new (book, HS_DOSSIER_GROUP_ANSWER, 0, FALSE));
  gtk_box_append (self->lists,
                  hs_dossier_list_new (book, HS_DOSSIER_GROUP_UNFINISHED, MAX_UNFINISHED, FALSE));
  fill_events (self, hs_app_context_get_catalogue (context));
  self->watch = hs_book_watch_new (book);
  /* after the lists, which watch the same book and were connected before */
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (update_hint), self,
                           G_CONNECT_SWAPPED);
  update_hint (self, book);
}

static void
hs_home_page_constructed (GObject *object)
{
  HsHomePage *self = HS_HOME_PAGE (object);
  HsAppContext *context = hs_page_get_context (HS_PAGE (self));

  G_OBJECT_CLASS (hs_home_page_parent_class)->constructed (object);
  if (hs_app_context_is_ready (context))
    ready_cb (self);
  else
    g_signal_connect_object (context, "notify::ready", G_CALLBACK (ready_cb), self,
                             G_CONNECT_SWAPPED);
}

static void
hs_home_page_dispose (GObject *object)
{
  g_clear_object (&HS_HOME_PAGE (object)->watch);
  G_OBJECT_CLASS (hs_home_page_parent_class)->dispose (object);
}

static void
hs_home_page_class_init (HsHomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hs_home_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = hs_home_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hosoapp/HoSo/home/hs-home-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HsHomePage, stack);
  gtk_widget_class_bind_template_child (widget_class, HsHomePage, welcome);
  gtk_widget_class_bind_template_child (widget_class, HsHomePage, welcome_protection);
  gtk_widget_class_bind_template_child (widget_class, HsHomePage, lists);
  gtk_widget_class_bind_template_child (widget_class, HsHomePage, events_grid);
  gtk_widget_class_bind_template_child (widget_class, HsHomePage, business_grid);
  gtk_widget_class_bind_template_child (widget_class, HsHomePage, hint);
  gtk_widget_class_bind_template_child (widget_class, HsHomePage, error_page);
  gtk_widget_class_bind_template_child (widget_class, HsHomePage, error_details);
  gtk_widget_class_bind_template_callback (widget_class, understood_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
hs_home_page_init (HsHomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hs_accessible_follow_stack (GTK_STACK (self->stack));
}

HsPage *
hs_home_page_make (HsAppContext *context, GVariant *target, GError **error)
{
  return g_object_new (HS_TYPE_HOME_PAGE, "context", context, NULL);
}

void
hs_home_page_show_error (HsHomePage *self, const GError *error)
{
  HsErrorWords words;
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  g_return_if_fail (HS_IS_HOME_PAGE (self) && error != NULL);
  words = hs_error_words (error);
  text = hs_sentences (words.body, words.next, NULL);
  escaped = g_markup_escape_text (text, -1);
  adw_status_page_set_title (self->error_page, words.heading);
  adw_status_page_set_description (self->error_page, escaped);
  gtk_label_set_label (self->error_details, error->message);
  gtk_stack_set_visible_child_name (self->stack, "error");
}
