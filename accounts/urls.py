from django.urls import path

from accounts import activating, views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("code/", views.code, name="code"),
    path("locked/", views.locked, name="locked"),
    path("here/", views.here, name="here"),
    path("lock/", views.lock, name="lock"),
    path("again/", views.again, name="again"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("activate/", activating.activate, name="activate"),
    path("activate/password/", activating.choose_password, name="activate-password"),
    path("activate/factor/", activating.factor, name="activate-factor"),
]
