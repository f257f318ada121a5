LOGIN_URL = "login"
